// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

import CLinux
import Glibc

/// Ends the process at once, with everything written out that was told. An answer that could not be written is no success.
///
/// What libraries want done at an exit is left out: it would be done beside threads that are still ending. OpenSSL, which
/// comes with libcurl, frees there what each of its threads frees when it ends (`ossl_cleanup_thread` and
/// `init_thread_destructor` in its `crypto/initthread.c`), so now and then a command that had succeeded was aborted.
func leave(_ code: Int32) -> Never {
  let isWhole = tg_write_out()
  if !isWhole {
    standardError("toolgate: standard output did not take everything, so what is there is not whole; is the disk full?")
  }
  _exit(code == 0 && !isWhole ? 69 : code)
}
