// libpng behind functions that return instead of jumping: Swift cannot call setjmp.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// A text chunk; UTF-8 texts become iTXt, others tEXt (Latin-1).
typedef struct {
  const char *keyword;
  const char *text;
  int is_utf8;
} cpng_text;

/// What to write. Sixteen-bit samples are in the byte order of the machine, rows from the top.
typedef struct {
  uint32_t width, height;
  int bit_depth;  // 8 or 16
  int channels;   // 1 grey, 3 RGB, 4 RGB and opacity
  int level;      // zlib level
  int filters;    // PNG_FILTER_… bits
  const uint8_t *rows;
  const cpng_text *texts;
  int text_count;
  int has_time;
  int year, month, day, hour, minute, second;
} cpng_picture;

/// Bytes allocated by malloc, or a message.
typedef struct {
  uint8_t *bytes;
  size_t count;
  char message[200];
} cpng_output;

/// Encodes into memory; 0 on success. The caller frees output->bytes.
int cpng_encode(const cpng_picture *picture, cpng_output *output);

/// A decoded picture; free it with cpng_free.
typedef struct {
  uint32_t width, height;
  int bit_depth, channels;
  uint8_t *rows;
  size_t count;
  cpng_text *texts;
  int text_count;
  int has_srgb, has_time;
  double gamma;
  char message[200];
} cpng_decoded;

/// Decodes bytes; 0 on success. Pictures of more than largest_pixel_count pixels are refused.
int cpng_decode(
    const uint8_t *bytes, size_t count, size_t largest_pixel_count, cpng_decoded *decoded);

/// Frees what cpng_decode allocated.
void cpng_free(cpng_decoded *decoded);

/// The adaptive choice of all filters, and the one filter "Up".
int cpng_all_filters(void);
int cpng_up_filter(void);
