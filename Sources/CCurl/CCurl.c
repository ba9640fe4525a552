// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

#include "CCurl.h"

bool tg_multi_next_finished(CURLM *multi, struct tg_finished *finished) {
  int left;
  for (;;) {
    CURLMsg *message = curl_multi_info_read(multi, &left);
    if (!message) return false;
    if (message->msg != CURLMSG_DONE) continue;
    finished->handle = message->easy_handle;
    finished->result = message->data.result;
    return true;
  }
}
