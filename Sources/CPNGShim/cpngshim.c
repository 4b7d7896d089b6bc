#include "cpngshim.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

int cpng_all_filters(void) { return PNG_ALL_FILTERS; }
int cpng_up_filter(void) { return PNG_FILTER_UP; }

static int is_little_endian(void) {
  const uint16_t one = 1;
  return *(const uint8_t *)&one;
}

static void keep_message(char *message, const char *text) {
  strncpy(message, text ? text : "unknown", 199);
  message[199] = 0;
}

// The message goes to the buffer given as error pointer; the jump ends the libpng call.
static void on_error(png_structp png, png_const_charp text) {
  keep_message((char *)png_get_error_ptr(png), text);
  longjmp(png_jmpbuf(png), 1);
}

static void on_warning(png_structp png, png_const_charp text) {
  (void)png;
  (void)text;
}

typedef struct {
  cpng_output *output;
  size_t capacity;
} sink;

static void append(png_structp png, png_bytep data, size_t count) {
  sink *target = (sink *)png_get_io_ptr(png);
  cpng_output *output = target->output;
  if (output->count + count > target->capacity) {
    size_t capacity = (output->count + count) * 2 + 65536;
    uint8_t *grown = realloc(output->bytes, capacity);
    if (!grown) png_error(png, "out of memory");
    output->bytes = grown;
    target->capacity = capacity;
  }
  memcpy(output->bytes + output->count, data, count);
  output->count += count;
}

static void flush(png_structp png) { (void)png; }

static void set_texts(png_structp png, png_infop info, const cpng_picture *picture) {
  for (int i = 0; i < picture->text_count; i++) {
    png_text text;
    memset(&text, 0, sizeof text);
    text.compression =
        picture->texts[i].is_utf8 ? PNG_ITXT_COMPRESSION_NONE : PNG_TEXT_COMPRESSION_NONE;
    text.key = (char *)picture->texts[i].keyword;
    text.text = (char *)picture->texts[i].text;
    text.lang = (char *)"";
    text.lang_key = (char *)"";
    png_set_text(png, info, &text, 1);
  }
}

int cpng_encode(const cpng_picture *picture, cpng_output *output) {
  sink target = {output, 0};
  memset(output, 0, sizeof *output);
  png_structp png =
      png_create_write_struct(PNG_LIBPNG_VER_STRING, output->message, on_error, on_warning);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  if (!info) {
    png_destroy_write_struct(&png, NULL);
    keep_message(output->message, "out of memory");
    return 1;
  }
  if (setjmp(png_jmpbuf(png))) {
    png_destroy_write_struct(&png, &info);
    free(output->bytes);
    output->bytes = NULL;
    output->count = 0;
    return 1;
  }
  png_set_write_fn(png, &target, append, flush);
  png_set_compression_level(png, picture->level);
  png_set_filter(png, PNG_FILTER_TYPE_BASE, picture->filters);
  png_set_IHDR(
      png, info, picture->width, picture->height, picture->bit_depth,
      picture->channels == 4   ? PNG_COLOR_TYPE_RGB_ALPHA
      : picture->channels == 3 ? PNG_COLOR_TYPE_RGB
                               : PNG_COLOR_TYPE_GRAY,
      PNG_INTERLACE_NONE,
      PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  // sRGB with the gAMA and cHRM values that say the same to older readers.
  png_set_sRGB_gAMA_and_cHRM(png, info, PNG_sRGB_INTENT_PERCEPTUAL);
  png_color_8 significant;
  memset(&significant, 0, sizeof significant);
  significant.gray = significant.red = significant.green = significant.blue =
      significant.alpha = (png_byte)picture->bit_depth;
  png_set_sBIT(png, info, &significant);
  png_set_pHYs(png, info, 1, 1, PNG_RESOLUTION_UNKNOWN);
  if (picture->has_time) {
    png_time moment = {
        (png_uint_16)picture->year, (png_byte)picture->month,  (png_byte)picture->day,
        (png_byte)picture->hour,    (png_byte)picture->minute, (png_byte)picture->second};
    png_set_tIME(png, info, &moment);
  }
  set_texts(png, info, picture);
  png_write_info(png, info);
  if (picture->bit_depth == 16 && is_little_endian()) png_set_swap(png);
  size_t stride = (size_t)picture->width * picture->channels * (picture->bit_depth / 8);
  for (uint32_t row = 0; row < picture->height; row++)
    png_write_row(png, picture->rows + stride * row);
  png_write_end(png, NULL);
  png_destroy_write_struct(&png, &info);
  return 0;
}

typedef struct {
  const uint8_t *bytes;
  size_t count, position;
} source;

static void take(png_structp png, png_bytep data, size_t count) {
  source *origin = (source *)png_get_io_ptr(png);
  if (count > origin->count - origin->position) png_error(png, "the file is cut short");
  memcpy(data, origin->bytes + origin->position, count);
  origin->position += count;
}

static void copy_texts(png_structp png, png_infop info, cpng_decoded *decoded) {
  png_textp texts = NULL;
  int count = 0;
  png_get_text(png, info, &texts, &count);
  if (count <= 0) return;
  decoded->texts = calloc((size_t)count, sizeof(cpng_text));
  if (!decoded->texts) png_error(png, "out of memory");
  decoded->text_count = count;
  for (int i = 0; i < count; i++) {
    decoded->texts[i].keyword = strdup(texts[i].key);
    decoded->texts[i].text = strdup(texts[i].text ? texts[i].text : "");
    decoded->texts[i].is_utf8 = texts[i].compression > PNG_TEXT_COMPRESSION_zTXt;
  }
}

int cpng_decode(
    const uint8_t *bytes, size_t count, size_t largest_pixel_count, cpng_decoded *decoded) {
  source origin = {bytes, count, 0};
  memset(decoded, 0, sizeof *decoded);
  png_structp png =
      png_create_read_struct(PNG_LIBPNG_VER_STRING, decoded->message, on_error, on_warning);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  if (!info) {
    png_destroy_read_struct(&png, NULL, NULL);
    keep_message(decoded->message, "out of memory");
    return 1;
  }
  if (setjmp(png_jmpbuf(png))) {
    png_destroy_read_struct(&png, &info, NULL);
    cpng_free(decoded);
    return 1;
  }
  png_set_read_fn(png, &origin, take);
  png_read_info(png, info);
  decoded->width = png_get_image_width(png, info);
  decoded->height = png_get_image_height(png, info);
  if ((size_t)decoded->width * decoded->height > largest_pixel_count)
    png_error(png, "more pixels than allowed");
  png_set_palette_to_rgb(png);
  if (png_get_bit_depth(png, info) < 8) png_set_expand_gray_1_2_4_to_8(png);
  png_set_strip_alpha(png);
  if (png_get_bit_depth(png, info) == 16 && is_little_endian()) png_set_swap(png);
  int passes = png_set_interlace_handling(png);
  png_read_update_info(png, info);
  decoded->bit_depth = png_get_bit_depth(png, info);
  decoded->channels = png_get_channels(png, info);
  int intent = 0;
  decoded->has_srgb = png_get_sRGB(png, info, &intent) != 0;
  png_get_gAMA(png, info, &decoded->gamma);
  size_t stride = png_get_rowbytes(png, info);
  decoded->count = stride * decoded->height;
  decoded->rows = malloc(decoded->count);
  if (!decoded->rows) png_error(png, "out of memory");
  for (int pass = 0; pass < passes; pass++)
    for (uint32_t row = 0; row < decoded->height; row++)
      png_read_row(png, decoded->rows + stride * row, NULL);
  png_read_end(png, info);
  png_timep moment = NULL;
  decoded->has_time = png_get_tIME(png, info, &moment) != 0;
  copy_texts(png, info, decoded);
  png_destroy_read_struct(&png, &info, NULL);
  return 0;
}

void cpng_free(cpng_decoded *decoded) {
  for (int i = 0; i < decoded->text_count; i++) {
    free((char *)decoded->texts[i].keyword);
    free((char *)decoded->texts[i].text);
  }
  free(decoded->texts);
  free(decoded->rows);
  decoded->texts = NULL;
  decoded->rows = NULL;
  decoded->text_count = 0;
}
