"""What went through the maker was claimed: a claim for each job with a free issue, with its lines and its ledger.

All but those of the last weeks are settled.
"""
from .order import get_order
from .outlet import get_outlet
from .vehicle import get_vehicle
from .warranty import STEP

TABLES = ['aftersales_claim', 'aftersales_claim_line', 'aftersales_claim_entry', 'aftersales_claim_submission', 'aftersales_job']
OPEN = 10  # claims of an outlet that are not settled


def build(scale):
    scale.run('''SELECT claim.id FROM aftersales_claim claim
                  WHERE state = 'settled' AND (SELECT count(DISTINCT kind) FROM aftersales_claim_line WHERE claim_id = claim.id) = 2
                    AND (SELECT count(*) FROM aftersales_claim_line WHERE claim_id = claim.id) = 2 ORDER BY id LIMIT 1''')
    found = scale.cursor.fetchone()
    if not found:
        return  # of a demo database that began before there were claims
    pattern, claims = found[0], scale.jobs // STEP
    job = f'(n * {STEP})'
    order = get_order(scale, job)
    first = scale.first('aftersales_claim')
    unsettled = f'n > {claims - scale.outlets * OPEN}'
    live = f"(ARRAY['draft','checked','submitted','questioned','answered','decided','appealed','credited'])[1 + {scale.rand('n', 8, 97)}]"
    reached = {
        'submitted_date': ('3 days', "standing NOT IN ('draft', 'checked')"),
        'decided_date': ('13 days', "standing IN ('decided', 'appealed', 'credited', 'settled')"),
        'credited_date': ('30 days', "standing IN ('credited', 'settled')"), 'settled_date': ('31 days', "standing = 'settled'")}
    scale.insert(
        'aftersales_claim', claims, pattern,
        source=f'''SELECT n, CASE WHEN {unsettled} THEN {live} ELSE 'settled' END AS standing FROM generate_series(1, {claims}) n''',
        name="'WC/S/' || lpad(n::text, 8, '0')", state='standing', order_id=f"{scale.first('aftersales_order')} + {order}",
        vehicle_id=get_vehicle(scale, order), workshop_id=get_outlet(scale, order), reference="'M' || n", campaign_number='NULL',
        license_plate=f"(SELECT license_plate FROM fleet_vehicle WHERE id = {get_vehicle(scale, order)})",
        vin=f"(SELECT vin_sn FROM fleet_vehicle WHERE id = {get_vehicle(scale, order)})", coverage_id='NULL', approval_number='NULL',
        causal_line_id=f"{scale.first('aftersales_claim_line')} + n * 2", repair_start=scale.at(order), create_date=scale.at(order),
        repair_end=scale.at(order, '6 hours'), failure_date=f'({scale.at(order)})::date',
        deadline=f"({scale.at(order, '30 days')})::date", answer_deadline='NULL', appeal_deadline='NULL',
        reminder_date=f"({scale.at(order, '20 days')})::date",
        **{name: f"CASE WHEN {condition} THEN {scale.at(order, shift)} END" for name, (shift, condition) in reached.items()})
    scale.run(f'''UPDATE aftersales_job SET claim_id = {first} + (id - {scale.first('aftersales_job')}) / {STEP}
                   WHERE id > {scale.first('aftersales_job')} AND (id - {scale.first('aftersales_job')}) % {STEP} = 0''')
    _build_lines(scale, pattern, claims, job)


def _build_lines(scale, pattern, claims, job):
    """Labour and part of each, and the ledger of the pattern."""
    first, lines = scale.first('aftersales_claim'), scale.first('aftersales_claim_line')
    for number, kind in enumerate(('labour', 'part')):
        shift = f"2 * {scale.jobs} + {job}" if kind == 'labour' else f'{job} * 2'
        scale.insert(
            'aftersales_claim_line', claims,
            scale.one('SELECT id FROM aftersales_claim_line WHERE claim_id = %s AND kind = %s', [pattern, kind]),
            id=f'{lines} + n * 2 - 1 + {number}', claim_id=f'{first} + n', job_id=f"{scale.first('aftersales_job')} + {job}",
            source_line_id=f"{scale.first('aftersales_order_line')} + {shift}")
    scale.run('''SELECT entry.id, line.kind FROM aftersales_claim_entry entry
              LEFT JOIN aftersales_claim_line line ON line.id = entry.line_id WHERE entry.claim_id = %s ORDER BY entry.id''', [pattern])
    for number, (entry, kind) in enumerate(scale.cursor.fetchall()):
        line = {'labour': f'{lines} + n * 2 - 1', 'part': f'{lines} + n * 2'}.get(kind, 'NULL')
        date = scale.at(get_order(scale, job), f'{3 + number} days')
        scale.insert(
            'aftersales_claim_entry', claims, entry, id=f"{scale.first('aftersales_claim_entry')} + {number * claims} + n",
            claim_id=f'{first} + n', line_id=line, move_id='NULL', statement_line_id='NULL', date=date, create_date=date)
    submission = scale.one('SELECT id FROM aftersales_claim_submission WHERE claim_id = %s ORDER BY id LIMIT 1', [pattern])
    scale.insert(
        'aftersales_claim_submission', claims, submission, claim_id=f'{first} + n', content="'{}'",
        date=scale.at(get_order(scale, job), '3 days'))


def reads(place):
    """Claims are found by their number, the plate, the VIN and the maker's number."""
    for kind, word in place.words.items():
        if kind in ('number', 'plate', 'VIN', 'nothing found'):
            yield f'find a claim by {kind}', lambda env, word=word: env['aftersales.claim'].name_search(word, limit=8)
