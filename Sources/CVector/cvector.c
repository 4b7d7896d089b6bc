/* The package manager wants one compiled file; everything is inline in the header. */
#include "cvector.h"
