"""The demo database of the last release, upgraded to the code as it is: nothing kept may get lost or change.

``tests/upgrade/<version>.sql.xz`` is that database, stripped of what an upgrade doesn't read (see ``STRIP``). At a
release its dump is made from a fresh demo database of the release's commit::

    AFTERSALES_HOME=... python tools/upgrade.py DATABASE tests/upgrade/VERSION.sql.xz
"""
import ast
import lzma
import subprocess
import sys

import environment
import server
from psycopg2 import sql

DATABASE = f'aftersales_upgrade_{environment.CHECKOUT_KEY}'
FOLDER = environment.CHECKOUT / 'tests/upgrade'

# What a release takes away on purpose, each with its reason; anything else that is missing is a failure.
LOST_XMLIDS = {    # 'name of ours': 'why it is gone'
    'order_view_form_comeback': 'what a job is done again for stands on its card of the order sheet',
    **dict.fromkeys((
        'complaint_deadline_view_list', 'complaint_deadline_view_search', 'rule_complaint_deadline_company',
        'access_complaint_deadline_manager', 'model_aftersales_complaint_deadline',
        *(f'complaint_deadline_{name}' for name in (
            'received', 'acknowledged', 'investigating', 'proposed_home', 'proposed_abroad', 'approved', 'carried_out',
            'confirmed', 'report', 'whole_home', 'whole_abroad', 'acceptance', 'aftercall', 'mediation', 'statute_reply',
            'statute_end', 'received_critical'))), 'rows of the common table of deadlines, see migrations/19.0.8.0.0'),
    **dict.fromkeys((
        'cron_escalate_enquiries', 'cron_escalate_enquiries_ir_actions_server', 'cron_escalate_rescues',
        'cron_escalate_rescues_ir_actions_server'), 'one scheduled action tells of all that is late'),
}
LOST_COLUMNS = {    # ('table', 'column'): 'where its data went'
    ('aftersales_order', 'parts_revision'): 'nowhere: it was counted up to be written, see aftersales.claim.mixin',
    ('aftersales_enquiry', 'escalation_date'): 'urged_date, the name that all documents with deadlines share',
    ('res_company', 'aftersales_response_hours'): 'the company\'s own row of the table of deadlines',
    ('res_company', 'aftersales_answer_hours'): 'the company\'s own row of the table of deadlines',
    **dict.fromkeys((('aftersales_complaint_deadline', name) for name in (
        'stage', 'is_abroad', 'severity', 'category_id', 'company_id', 'term_days', 'counted_in', 'source', 'create_date',
        'create_uid', 'write_date', 'write_uid', 'id')), 'rows of the common table of deadlines'),
}

# Records that an upgrade takes away on purpose: so many, and no more.
LOST_ROWS = {    # 'table': (how many, 'why they are gone')
    'ir_cron': (1, 'the action that told of late rescues: one tells of all that is late'),
    'mail_message': (1, 'that this action was created'),
}

# Rows that come with the code and are delivered anew where nobody has changed them: as many must be there, not the same.
RENEWED = {    # 'table': 'what renews them'
    'aftersales_claim_export_column': 'the columns of the STAR format, see migrations/19.0.6.0.0/post-60_star.py',
}

# By record: the figures people work with and account for. New records may come, old ones stay as they were.
FIGURES = {
    'orders': 'SELECT id, state, company_id, partner_id, vehicle_id FROM aftersales_order',
    'jobs': 'SELECT id, order_id, state, approval FROM aftersales_job',
    'lines': 'SELECT id, job_id, quantity, price_unit, discount, price_subtotal, price_total FROM aftersales_order_line',
    'answers': 'SELECT id, job_id, decision, content_hash, amount_total FROM aftersales_authorisation',
    'appointments': 'SELECT id, state, start FROM aftersales_appointment',
    'plans': 'SELECT id, job_id, employee_id, bay_id FROM aftersales_allocation',
    'clocked time': 'SELECT id, job_id, employee_id, start, stop FROM aftersales_time_entry',
    'check-ins': 'SELECT id, order_id, state, content_hash FROM aftersales_checkin',
    'deliveries': 'SELECT id, order_id FROM aftersales_delivery',
    'health checks': 'SELECT id, order_id, state FROM aftersales_health_check',
    # A plate may be written anew (沪AD68788, 沪A·D68788), it stays the same plate.
    'vehicles': "SELECT id, translate(license_plate, '·', ''), vin_sn FROM fleet_vehicle",
    'invoices': 'SELECT id, state, payment_state, amount_total FROM account_move',
    'invoice lines': 'SELECT id, move_id, aftersales_share_job_id, quantity, price_total FROM account_move_line',
    'stock moves': 'SELECT id, aftersales_line_id, state, quantity FROM stock_move',
}
# Records that describe the code come and go with it; the database's own data doesn't.
OF_THE_CODE = ('ir.model.fields', 'ir.model.fields.selection', 'ir.model.constraint', 'ir.model.inherit', 'ir.model.relation')

OUR_FIELDS = '''
    WITH ours AS (
        SELECT replace(field.model, '.', '_') AS table_name, field.name, field.relation_table
          FROM ir_model_data data
          JOIN ir_model_fields field ON field.id = data.res_id AND field.store
          JOIN ir_model model ON model.id = field.model_id AND NOT model.transient
         WHERE data.module = 'aftersales' AND data.model = 'ir.model.fields'
    )
'''
OUR_COLUMNS = f'''{OUR_FIELDS}
    SELECT table_name, name
      FROM ours
      JOIN pg_class ON relname = table_name AND relkind = 'r' AND relnamespace = 'public'::regnamespace
      JOIN pg_attribute ON attrelid = pg_class.oid AND attname = name
  ORDER BY 1, 2
'''
OUR_RELATIONS = f'''{OUR_FIELDS}
    SELECT DISTINCT relation_table
      FROM ours
      JOIN pg_class ON relname = relation_table AND relkind = 'r' AND relnamespace = 'public'::regnamespace
'''
CHECK = '''
broken, pages, answers = [], 0, 0
names = env['ir.model.data'].search([('module', '=', 'aftersales'), ('model', '=', 'ir.ui.view')])
for view in env['ir.ui.view'].browse(names.mapped('res_id')).exists().filtered('active'):
    try:
        if view.type == 'qweb':
            env['ir.qweb']._generate_code(view.id)
        else:
            root = view
            while root.mode == 'extension':
                root = root.inherit_id
            env[view.model].get_view(root.id, root.type)
        pages += 1
    except Exception as error:
        broken.append(f'{view.xml_id}: {error}')
for name, model in env.items():
    if 'content_hash' not in model._fields or model._abstract:
        continue
    for record in model.search([('content_hash', '!=', False)]):
        answers += 1
        if record.is_tampered if 'is_tampered' in record else not record.is_intact:
            broken.append(f'{record}: what was signed is no longer intact')
assert not broken, broken
assert pages and answers, (pages, answers)
print(f'Upgraded: {pages} views, {answers} signed records.')
'''
STRIP = [
    # Files of the add-on's own records come into the database; the others (pictures of core's demo data) stay behind.
    "DELETE FROM ir_attachment WHERE coalesce(res_model, '') NOT LIKE 'aftersales.%'",
    # No secret of a database that was once served.
    "UPDATE ir_config_parameter SET value = md5(key) WHERE key IN ('database.secret', 'database.uuid')",
]


# ------------------------------------------------------------
# The phase
# ------------------------------------------------------------

def check():
    """Upgrade each kept dump; raise Failure with everything that complained, changed or got lost."""
    dumps = sorted(FOLDER.glob('*.sql.xz'))
    if not dumps:
        raise server.Failure(f'No dump in {FOLDER}.')
    try:
        return '; '.join(check_dump(dump) for dump in dumps)
    finally:
        server.drop(DATABASE)


def check_dump(dump):
    restore(dump)
    before = look()
    server.odoo('-d', DATABASE, '-u', to_upgrade(), '--skip-auto-install', '--no-http', '--max-cron-threads=0',
                '--stop-after-init', log='upgrade-release')
    problems = [f'{dump.name}: {problem}' for problem in differences(before)]
    if problems:
        raise server.Failure('\n'.join(problems[:60]))
    text = server.odoo('shell', '-d', DATABASE, '--no-http', '--max-cron-threads=0', log='upgraded', script=CHECK)
    if 'Upgraded: ' not in text:
        raise server.Failure(text[-3000:])
    return f'{len(before["figures"]["orders"])} orders of {dump.name.removesuffix(".sql.xz")}'


def restore(dump):
    server.drop(DATABASE)
    with server.connect() as cursor:
        cursor.execute(f'CREATE DATABASE "{DATABASE}" TEMPLATE template0')
    done = subprocess.run(
        [environment.postgres_programs() / 'psql', '--quiet', '--no-psqlrc', '--single-transaction',
         '--set=ON_ERROR_STOP=1', '--output=/dev/null', f'--dbname={DATABASE}'],
        input=lzma.decompress(dump.read_bytes()), capture_output=True, env=server.process_environment())
    if done.returncode:
        raise server.Failure(f'{dump} cannot be restored:\n{done.stderr.decode()[-3000:]}')


def to_upgrade():
    """The add-on alone, or everything where Odoo itself has gone on since the dump."""
    with server.connect(DATABASE) as cursor:
        installed = rows(cursor, "SELECT name, latest_version FROM ir_module_module WHERE state = 'installed'")
    for name, version in installed:
        manifest = environment.odoo_folder() / 'odoo/addons' / name / '__manifest__.py'
        if not manifest.exists():  # an official source folder has two folders of add-ons
            manifest = environment.odoo_folder() / 'addons' / name / '__manifest__.py'
        if manifest.exists():
            today = ast.literal_eval(manifest.read_text(encoding='utf-8')).get('version', '1.0')
            if not f'19.0.{version}'.endswith(f'.{today}'):
                return 'all'
    return 'aftersales'


def look():
    """What the database holds before the upgrade."""
    with server.connect(DATABASE) as cursor:
        columns = {}
        for table, column in rows(cursor, OUR_COLUMNS):
            columns.setdefault(table, []).append(column)
        return {
            'figures': {title: by_id(cursor, query) for title, query in FIGURES.items()},
            'columns': {table: (last_id(cursor, table), filled(cursor, table, names)) for table, names in columns.items()},
            'relations': {table: count(cursor, table) for table, in rows(cursor, OUR_RELATIONS)},
            'xmlids': xmlids(cursor),
        }


def differences(before):
    """In sentences, what the upgraded database has lost or changed of what was there ``before``."""
    with server.connect(DATABASE) as cursor:
        for title, query in FIGURES.items():
            after = by_id(cursor, query)
            for key, values in before['figures'][title].items():
                if after.get(key) != values:
                    yield f'{title}: {key} was {values}, now is {after.get(key)}'
        for table, (last, was) in before['columns'].items():
            there = existing(cursor, table)
            now = filled(
                cursor, table, [name for name in was if name in there], None if table in RENEWED else last)
            for column, number in was.items():
                if now.get(column, 0) < number - LOST_ROWS.get(table, (0,))[0] and (table, column) not in LOST_COLUMNS:
                    yield f'{table}.{column}: {number} values, now {now.get(column, "no such column")}'
        for table, number in before['relations'].items():
            now = count(cursor, table) if existing(cursor, table) else 0
            if now < number:
                yield f'{table}: {number} links, now {now}'
        after = xmlids(cursor)
        for name, record in before['xmlids'].items():
            if after.get(name) != record and name not in LOST_XMLIDS:
                yield f'aftersales.{name} was {record}, now is {after.get(name)}'


# ------------------------------------------------------------
# Questions to the database
# ------------------------------------------------------------

def rows(cursor, query, *params):
    cursor.execute(query, params or None)
    return cursor.fetchall()


def by_id(cursor, query):
    return {key: values for key, *values in rows(cursor, query)}


def count(cursor, table):
    return rows(cursor, sql.SQL('SELECT count(*) FROM {}').format(sql.Identifier(table)))[0][0]


def last_id(cursor, table):
    return rows(cursor, sql.SQL('SELECT max(id) FROM {}').format(sql.Identifier(table)))[0][0] or 0


def existing(cursor, table):
    return {name for name, in rows(
        cursor, 'SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(%s) AND NOT attisdropped', table)}


def filled(cursor, table, columns, last=None):
    """How many values each column of the table holds, of records up to id ``last``."""
    if not columns:
        return {}
    query = sql.SQL('SELECT {} FROM {}').format(
        sql.SQL(', ').join(sql.SQL('count({})').format(sql.Identifier(name)) for name in columns), sql.Identifier(table))
    if last is not None:
        query += sql.SQL(' WHERE id <= {}').format(sql.Literal(last))
    return dict(zip(columns, rows(cursor, query)[0], strict=True))


def xmlids(cursor):
    return {name: (model, number) for name, model, number in rows(
        cursor, "SELECT name, model, res_id FROM ir_model_data WHERE module = 'aftersales' AND model NOT IN %s", OF_THE_CODE)}


# ------------------------------------------------------------
# A new dump
# ------------------------------------------------------------

def make(source, target):
    """Write the database ``source``, stripped, to the file ``target``; ``source`` itself stays as it is."""
    server.copy(source, DATABASE)
    try:
        with server.connect(DATABASE) as cursor:
            for statement in STRIP:
                cursor.execute(statement)
            for number, name in rows(cursor, 'SELECT id, store_fname FROM ir_attachment WHERE store_fname IS NOT NULL'):
                cursor.execute('UPDATE ir_attachment SET store_fname = NULL, db_datas = %s WHERE id = %s',
                               [(server.filestore(DATABASE) / name).read_bytes(), number])
        done = subprocess.run(
            [environment.postgres_programs() / 'pg_dump', '--no-owner', '--no-privileges', '--no-comments', DATABASE],
            capture_output=True, check=True, env=server.process_environment())
        # A psql that isn't of this month doesn't know the newest commands around a dump.
        dump = b''.join(line for line in done.stdout.splitlines(True) if not line.startswith((b'\\restrict', b'\\unrestrict')))
        environment.Path(target).write_bytes(lzma.compress(dump, preset=9 | lzma.PRESET_EXTREME))
    finally:
        server.drop(DATABASE)


if __name__ == '__main__':
    make(*sys.argv[1:])
