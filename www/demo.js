// The demo page: starts a flow, and shows its result when the person comes back.

const byId = (id) => document.getElementById(id);

const MEANINGS = {
  pending: 'Nothing has been verified yet.',
  processing: 'The photos are being verified.',
  accepted: 'Every check passed. These data may be relied upon.',
  inconclusive: 'A check failed or the faces match only so-so: a person should look.',
  rejected: 'The document cannot be used.',
  failed: 'The verification could not be completed.',
  canceled: 'The person ended the verification.',
};

const ZONES = [
  ['photo', 'Portrait'],
  ['signature', 'Signature'],
];

const POLL_MS = 1000;

/** One flow's token opens that flow's result only. It is no personal data. */
const tokenKey = (processId) => `demo-token-${processId}`;

async function start(button) {
  const problem = byId('start-problem');
  problem.hidden = true;
  button.disabled = true;
  try {
    const response = await fetch('/demo/flows', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        processType: button.dataset.start,
        activeChallenge: byId('active-challenge').checked,
      }),
    });
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    const flow = await response.json();
    sessionStorage.setItem(tokenKey(flow.processId), flow.token);
    location.assign(flow.url);
  } catch (error) {
    problem.textContent = `The verification could not be started: ${error.message}. Try again.`;
    problem.hidden = false;
    button.disabled = false;
  }
}

async function showOutcome(dossierId, processId, status) {
  byId('start').hidden = true;
  byId('outcome').hidden = false;
  byId('outcome-title').focus();
  showStatus(status);
  for (const place of document.querySelectorAll('[data-dossier]')) place.textContent = dossierId;
  for (const place of document.querySelectorAll('[data-process]')) place.textContent = processId;

  const token = sessionStorage.getItem(tokenKey(processId));
  if (!token) {
    return outcomeProblem('This result belongs to another browser tab. Start a verification here.');
  }
  const path =
    `/demo/dossiers/${encodeURIComponent(dossierId)}/processes/${encodeURIComponent(processId)}`;
  const get = (url) => fetch(url, { headers: { 'X-Demo-Token': token } });
  try {
    let process;
    for (;;) {
      const response = await get(path);
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      process = await response.json();
      showProcess(process);
      if (process.status !== 'processing') break;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    const front = await get(`${path}/images?depiction=front`);
    if (front.ok) await showPicture(await front.blob(), process);
  } catch (error) {
    outcomeProblem(`The result could not be fetched: ${error.message}. Reload to try again.`);
  }
}

function showStatus(status) {
  const pill = byId('status');
  pill.textContent = status;
  pill.dataset.status = status;
  byId('meaning').textContent = MEANINGS[status] ?? '';
}

function showProcess(process) {
  showStatus(process.status);
  byId('result').textContent = JSON.stringify(process, null, 2);

  const reasons = (process.statusReasons ?? []).map(({ message }) => element('li', message));
  byId('reasons').replaceChildren(...reasons);
  byId('reasons').hidden = reasons.length === 0;

  const checks = Object.values(process.providerSpecific?.document?.securityChecks ?? {});
  const rows = checks.map((check) => {
    const row = element('tr');
    const name = element('th', check.name);
    name.scope = 'row';
    const outcome = check.similarityLevel ?? (check.passed ? 'passed' : 'not passed');
    const cell = element('td', outcome);
    const good = check.similarityLevel ? check.similarityLevel === 'high' : check.passed;
    cell.className = good ? 'passed' : 'not-passed';
    row.append(name, cell);
    return row;
  });
  byId('checks').querySelector('tbody').replaceChildren(...rows);
  byId('checks').hidden = rows.length === 0;
}

async function showPicture(blob, process) {
  const picture = byId('front');
  picture.src = URL.createObjectURL(blob);
  await picture.decode();
  // The zones are in pixels of the picture as it is displayed.
  byId('zones').setAttribute('viewBox', `0 0 ${picture.naturalWidth} ${picture.naturalHeight}`);
  const subject = process.providerSpecific?.document?.subject ?? {};
  for (const [name, label] of ZONES) {
    const zone = subject[name];
    if (!zone) continue;
    const box = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
    for (const side of ['x', 'y', 'width', 'height']) box.setAttribute(side, zone[side]);
    box.setAttribute('class', `zone zone-${name}`);
    byId('zones').append(box);
    const item = element('span', label);
    item.className = `legend-item zone-${name}`;
    byId('legend').append(item);
  }
  byId('picture').hidden = false;
}

function outcomeProblem(sentence) {
  const problem = byId('outcome-problem');
  problem.textContent = sentence;
  problem.hidden = false;
}

function element(name, text) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  return made;
}

for (const place of document.querySelectorAll('[data-origin]')) place.textContent = location.origin;
for (const button of document.querySelectorAll('[data-start]')) {
  button.addEventListener('click', () => start(button));
}
// A page that comes back from the history still has its button switched off.
addEventListener('pageshow', () => {
  for (const button of document.querySelectorAll('[data-start]')) button.disabled = false;
});

const query = new URLSearchParams(location.search);
if (query.has('dossierId') && query.has('processId')) {
  showOutcome(query.get('dossierId'), query.get('processId'), query.get('status') ?? 'pending');
}
