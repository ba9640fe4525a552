// SPDX-FileCopyrightText: 2026 Toolgate contributors
// SPDX-License-Identifier: Apache-2.0

// Compares a text with a record's commitment, here in the browser. Nothing is sent: the page's content security policy
// forbids every connection, and this file opens none.
'use strict';

const largestReceipt = 2 << 20;
const element = (id) => document.getElementById(id);

// What has gone wrong, by the name of its message.
class Problem extends Error {}

const bytesOf = (hexadecimal) => Uint8Array.from(hexadecimal.match(/../g), (pair) => parseInt(pair, 16));
const hexadecimalOf = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');

async function commitment(salt, text) {
  const key = await crypto.subtle.importKey(
    'raw', bytesOf(salt), {name: 'HMAC', hash: 'SHA-256'}, false, ['sign']);
  const mac = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(text));
  return 'hmac-sha256:' + hexadecimalOf(mac);
}

// Canonical JSON (RFC 8785); JSON.stringify writes strings and numbers as it asks for.
function canonical(value) {
  if (Array.isArray(value)) return '[' + value.map(canonical).join(',') + ']';
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.keys(value).sort().map((name) => JSON.stringify(name) + ':' + canonical(value[name]));
  return '{' + members.join(',') + '}';
}

// What a commitment may be to. Without a word of it, it is to a text.
const knownForms = ['text', 'json', 'tool_calls', ''];

// A field of a page knows one sign for the end of a line only, and whoever copies a text may add one at its end.
function spellings(pasted, form) {
  const lines = pasted.endsWith('\n') ? [pasted, pasted.slice(0, -1)] : [pasted];
  const texts = lines.flatMap((text) => [text, text.replaceAll('\n', '\r\n')]);
  if (form === 'text' || form === '') return texts.map((text) => text.normalize('NFC'));
  try {
    return [...texts, canonical(JSON.parse(pasted))];
  } catch {
    return texts;
  }
}

// The record and the salts of a receipt: a C2SP tlog-proof with both in its second line.
function readReceipt(text) {
  const extra = /^c2sp\.org\/tlog-proof@v1\nextra ([A-Za-z0-9+/=]+)\n/.exec(text.replaceAll('\r\n', '\n'));
  if (!extra) throw new Problem('bad-receipt');
  try {
    const bytes = Uint8Array.from(atob(extra[1]), (character) => character.charCodeAt(0));
    const {record, salt_in: input, salt_out: output} = JSON.parse(new TextDecoder('utf-8', {fatal: true}).decode(bytes));
    const isSalt = (salt) => salt === null || /^[0-9a-f]{64}$/.test(salt);
    if (typeof record.id !== 'string' || !isSalt(input) || !isSalt(output)) throw new Problem('bad-receipt');
    return {record, salts: {in: input, out: output}};
  } catch {
    throw new Problem('bad-receipt');
  }
}

function startCheck(box) {
  const page = box.dataset;
  const result = element('check-result');

  const say = (name) => {
    result.dataset.state = name.startsWith('match') ? 'good' : 'bad';
    result.textContent = box.querySelector(`template[data-result="${name}"]`).content.textContent;
  };

  // The salt of the answer stands behind the # of the address, which a browser keeps to itself.
  const fromAddress = () => location.hash.slice(1);
  const showSalt = () => { element('check-salt-found').hidden = !/^[0-9a-f]{64}$/i.test(fromAddress()); };

  async function receiptText() {
    const file = element('check-receipt').files[0];
    if (!file) return element('check-receipt-text').value;
    if (file.size > largestReceipt) throw new Problem('too-large');
    return file.text();
  }

  async function salts() {
    const receipt = await receiptText();
    if (receipt.trim() !== '') {
      const {record, salts} = readReceipt(receipt);
      if (record.id !== page.record) throw new Problem('other-record');
      if ((record.out ?? '') !== (page.out ?? '') || (record.in ?? '') !== (page.in ?? '')) {
        throw new Problem('other-commitment');
      }
      return salts;
    }
    const salt = fromAddress();
    if (salt === '') throw new Problem('no-salt');
    if (!/^[0-9a-f]{64}$/i.test(salt)) throw new Problem('bad-salt');
    return {in: null, out: salt};
  }

  async function check() {
    if (!globalThis.crypto?.subtle) throw new Problem('no-crypto');
    const found = await salts();
    if (!found.out && !found.in) throw new Problem('no-salt');
    const text = element('check-text').value;
    if (text === '') throw new Problem('no-text');
    let result = 'no-match';
    for (const [side, expected, form = ''] of [['out', page.out, page.outForm], ['in', page.in, page.inForm]]) {
      if (!found[side] || !expected) continue;
      // That a text differs cannot be said of a form that nobody here has heard of.
      if (!knownForms.includes(form)) {
        result = 'unknown-form';
        continue;
      }
      for (const spelling of spellings(text, form)) {
        if (await commitment(found[side], spelling) === expected) return 'match-' + side;
      }
    }
    return result;
  }

  element('check-run').addEventListener('click', async () => {
    try {
      say(await check());
    } catch (problem) {
      say(problem instanceof Problem ? problem.message : 'bad-receipt');
    }
  });
  for (const id of ['check-text', 'check-receipt', 'check-receipt-text']) {
    element(id).addEventListener('input', () => { result.textContent = ''; delete result.dataset.state; });
  }
  addEventListener('hashchange', showSalt);
  showSalt();
  element('check-without-script').hidden = true;
  box.hidden = false;
}

function startCopy(button) {
  const line = element('disclosure-line');
  const status = element('copied');
  button.addEventListener('click', async () => {
    line.select();
    try {
      await navigator.clipboard.writeText(line.value);
      status.textContent = status.dataset.text;
    } catch {
      // The line is selected: the keyboard copies it.
      status.textContent = '';
    }
  });
  button.hidden = false;
}

if (element('check-box')) startCheck(element('check-box'));
if (element('copy') && navigator.clipboard) startCopy(element('copy'));
