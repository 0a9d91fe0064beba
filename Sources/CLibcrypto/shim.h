// OpenSSL's libcrypto for Swift: macros as typed inline wrappers.
#pragma once
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/err.h>
