// GMime, the MIME parser, for Swift: GObject's casting macros as typed inline wrappers.
#pragma once
#include <gmime/gmime.h>
