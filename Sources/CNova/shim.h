#pragma once
#include <libnova/lunar.h>
