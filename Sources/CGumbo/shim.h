// gumbo, the HTML5 parser, for Swift.
#pragma once
#include <gumbo.h>
