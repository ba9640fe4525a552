// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

#ifndef TOOLGATE_CLIBCURL_H
#define TOOLGATE_CLIBCURL_H

#include <curl/curl.h>

#endif
