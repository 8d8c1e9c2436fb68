"""Customers who were asked after a visit: one of six, three in five answered, each a whole questionnaire.

A fifth of the marks is the worst one.
"""
from datetime import date

from .order import get_partner
from .outlet import get_outlet, get_technician
from .vehicle import get_vehicle

TABLES = [
    'aftersales_survey_invitation', 'aftersales_survey_invitation_technician_rel', 'survey_user_input',
    'survey_user_input_line']
PER_ORDER = 6
OPEN = 50  # of the last customers


def build(scale):
    pattern = scale.one('''SELECT id FROM aftersales_survey_invitation WHERE state = 'answered' AND order_id IS NOT NULL
                        AND company_id = %s ORDER BY id LIMIT 1''', [scale.ids['company']])
    if not pattern:
        return  # of a demo database that began before there were surveys
    count, order = scale.orders // PER_ORDER, f'n * {PER_ORDER}'
    answered = f'n <= {count - OPEN} AND n % 5 < 3'

    def at(shift):
        return f"LEAST({scale.at(order, shift)}, timestamp '{scale.now}')"

    scale.insert(
        'aftersales_survey_invitation', count, pattern, order_id=f"{scale.first('aftersales_order')} + {order}",
        vehicle_id=get_vehicle(scale, order), partner_id=get_partner(scale, order), workshop_id=get_outlet(scale, order),
        license_plate="'S-' || n", complaint_id='NULL', raised_complaint_id='NULL', access_token="md5('i' || n)",
        method="(ARRAY['phone','link'])[1 + n % 2]",
        state=f"CASE WHEN n > {count - OPEN} THEN 'open' WHEN {answered} THEN 'answered' ELSE 'lapsed' END",
        asked_date=at('1 day'), expiry_date=scale.at(order, '8 days'), call_from=at('2 days'),
        answered_date=f"CASE WHEN {answered} THEN {at('3 days')} END", taken_date='NULL',
        score=f"CASE WHEN {answered} THEN 100 - {scale.rand('n', 40, 112)} END",
        callback_deadline='NULL', callback_date='NULL', callback_user_id='NULL', create_date=at('1 day'))
    scale.run(f'''
        INSERT INTO aftersales_survey_invitation_technician_rel (aftersales_survey_invitation_id, hr_employee_id)
             SELECT {scale.first('aftersales_survey_invitation')} + n, {get_technician(scale, order)}
               FROM generate_series(1, {count}) n''')
    _build_answers(scale, pattern, f'SELECT n FROM generate_series(1, {count}) n WHERE {answered}')


def _build_answers(scale, pattern, source):
    invitation = f"{scale.first('aftersales_survey_invitation')} + n"
    paper = scale.one('SELECT id FROM survey_user_input WHERE aftersales_invitation_id = %s ORDER BY id LIMIT 1', [pattern])
    scale.insert(
        'survey_user_input', 0, paper, source, aftersales_invitation_id=invitation, access_token="md5('p' || n)",
        partner_id=get_partner(scale, f'n * {PER_ORDER}'))
    # One insert for all lines: those of a questionnaire lie beside each other, as when they are answered.
    table, first = 'survey_user_input_line', scale.first('survey_user_input_line')
    count = scale.one('SELECT COUNT(*) FROM survey_user_input_line WHERE user_input_id = %s', [paper])
    row = f'n * {count} + pattern.number'
    bad = f"pattern.aftersales_counts AND {scale.rand(row, 5, 112)} = 0"
    values = {
        'id': f'{first} + {row}', 'aftersales_invitation_id': invitation,
        'user_input_id': f"{scale.first('survey_user_input')} + n",
        'aftersales_mark': f'CASE WHEN {bad} THEN 1 ELSE pattern.aftersales_mark END',
        'aftersales_percent': f'CASE WHEN {bad} THEN 0 ELSE pattern.aftersales_percent END',
        'aftersales_is_satisfied': f'pattern.aftersales_is_satisfied AND NOT ({bad})',
    }
    columns = scale.get_columns(table)
    scale.run(f'''
        INSERT INTO {table} ({", ".join(columns)})
             SELECT {", ".join(values.get(name, f"pattern.{name}") for name in columns)}
               FROM ({source}) source
         CROSS JOIN (SELECT *, ROW_NUMBER() OVER (ORDER BY id) - 1 AS number FROM {table} WHERE user_input_id = {paper}) pattern
           ORDER BY n, pattern.number''')
    scale.progress(f'  {table}: {scale.cursor.rowcount:,} rows', flush=True)


def reads(place):
    """The report of a quarter; what the analysis opens on is read with all actions."""
    def bulletin(env):
        first = date.today().replace(month=(date.today().month - 1) // 3 * 3 + 1, day=1)
        env['aftersales.survey.bulletin'].new({'company_id': place.company, 'period_start': first})._count_figures()

    yield 'survey: figures of a quarter', bulletin
