// libcurl for Swift: variadic functions as typed inline wrappers.
#pragma once
#include <curl/curl.h>
