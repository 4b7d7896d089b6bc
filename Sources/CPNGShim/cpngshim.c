#include "cpngshim.h"
int cpng_placeholder(void) { return 0; }
