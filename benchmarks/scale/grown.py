"""What grows of a room beside what its ``build`` makes: rows like those of the demo data, spread over the years.

A row is like one of the demo's rows, taken in turn; its links lead to the order, the car, the customer, the outlet it
belongs to, and its dates are as far from its moment as the pattern's are from today. What a link leads to is found by the
database's own foreign keys; links to other documents that grow are left empty where they may be.
"""
import re
from typing import NamedTuple

from rooms.order import get_partner
from rooms.outlet import PEOPLE, get_outlet
from rooms.vehicle import get_vehicle

YEARS = 5
PERIODS = {'day': YEARS * 365, 'week': YEARS * 52, 'month': YEARS * 12, 'quarter': YEARS * 4, 'year': YEARS}
MONTHS = {'quarter': '3 months'}
OPEN_DAYS = 15  # a document older than this is closed


class Grown(NamedTuple):
    """Rows of a table.

    :param per: ``order``, ``vehicle``, ``customer``, or ``day`` … ``year``: those of each outlet (or ``person``: of each
        of its people)
    :param times: so many rows of each of them, or one of ``1 / times``
    :param where: which of the demo's rows are taken
    :param past: which of them stand for documents that are long closed
    :param of: the table whose rows these belong to, with the column that says so; each gets those of its pattern
    :param values: SQL expressions of ``n`` (the row), ``o`` (order), ``v`` (car), ``c`` (customer), ``w`` (outlet),
        ``at`` (moment), ``is_past``
    """
    table: str
    per: str = 'order'
    times: float = 1
    where: str = 'TRUE'
    past: str = ''
    of: tuple = ()
    people: bool = False
    values: dict = {}


class Grower:
    """Adds what a room says that grows."""

    def __init__(self, scale):
        self.scale, self.sources = scale, {}

    def grow(self, grown):
        scale, table = self.scale, grown.table
        first = scale.first(table)
        source = self._get_children(grown, first) if grown.of else self._get_source(grown, first)
        if not source:
            scale.progress(f'  {table}: none in the demo', flush=True)
            return
        self.sources[table] = source
        values = self._get_values(grown)
        columns = scale.get_columns(table)
        picked = ', '.join(f'({values[name]})' if name in values else f'pattern.{name}' for name in columns)
        scale.run(f'''INSERT INTO {table} ({", ".join(columns)})
                      SELECT {picked} FROM ({source}) source
                        JOIN (SELECT * FROM {table} WHERE id <= {first}) pattern ON pattern.id = source.pattern_id
                    ORDER BY n''')
        scale.progress(f'  {table}: {scale.cursor.rowcount:,} rows', flush=True)

    # === ROWS ===#

    def _get_patterns(self, table, first, where):
        """Those of the company everything is built in, if there are any."""
        scale = self.scale
        own = f' AND company_id = {scale.ids["company"]}' if 'company_id' in scale.get_columns(table) else ''
        for company in dict.fromkeys((own, '')):
            found = scale.one(
                f'SELECT array_agg(id ORDER BY id) FROM {table} WHERE id <= {first} AND ({where}){company}')
            if found:
                return found
        return []

    def _get_source(self, grown, first):
        scale = self.scale
        now = self._get_patterns(grown.table, first, grown.where)
        if not now:
            return None
        past = (grown.past and self._get_patterns(grown.table, first, f'({grown.where}) AND {grown.past}')) or now
        places = scale.outlets * (PEOPLE if grown.people else 1)
        if grown.per in PERIODS:
            count = int(places * PERIODS[grown.per] * grown.times)
            each, period = f'(n - 1) / {places}', MONTHS.get(grown.per, f'1 {grown.per}')
            times = max(int(grown.times), 1)
            back = f"({each} / {times})" if grown.times >= 1 else f'({each} * {round(1 / grown.times)})'
            order, car, customer, outlet = (
                f'1 + n % {scale.orders}', None, None, f'((n - 1) % {places})' + (f' / {PEOPLE}' if grown.people else ''))
            shift, number = f"interval '-{period}' * {back}", each
        else:
            total = {'order': scale.orders, 'vehicle': scale.vehicles, 'customer': scale.customers}[grown.per]
            count = max(int(total * grown.times), 1)
            one = f'(1 + (n - 1)::bigint * {total} / {count})'
            order = one if grown.per == 'order' else f'({one} * {scale.orders // total})'
            car = f'{one} + {scale.first("fleet_vehicle")}' if grown.per == 'vehicle' else None
            customer = f'{one} + {scale.first("res_partner")}' if grown.per == 'customer' else None
            if grown.per == 'vehicle':
                customer = f'{scale.first("res_partner")} + 1 + {scale.rand(one, scale.customers, 10)}'
            outlet, number = None, 'n'
            shift = f"({scale.at(order)}) - timestamp '{scale.now}'"
        inner = f'''
            SELECT n, o, number, shift, timestamp '{scale.now}' + shift AS at
              FROM (SELECT n, {order} AS o, {number} AS number, {shift} AS shift FROM generate_series(1, {count}) n) number'''
        return f'''
            SELECT n, o, at, shift, at < timestamp '{scale.now}' - interval '{OPEN_DAYS} days' AS is_past,
                   {car or get_vehicle(scale, 'o')} AS v, {customer or get_partner(scale, 'o')} AS c,
                   {f"{outlet} + 1 + {scale.first('aftersales_workshop')}" if outlet else get_outlet(scale, 'o')} AS w,
                   CASE WHEN at < timestamp '{scale.now}' - interval '{OPEN_DAYS} days'
                        THEN (ARRAY{past})[1 + number % {len(past)}]
                        ELSE (ARRAY{now})[1 + number % {len(now)}] END AS pattern_id,
                   0::bigint AS parent
              FROM ({inner}) row'''

    def _get_children(self, grown, first):
        parent, link = grown.of
        source = self.sources.get(parent)
        return source and f'''
            SELECT row_number() OVER (ORDER BY up.n, child.id) AS n, up.o, up.at, up.shift, up.is_past, up.v, up.c, up.w,
                   child.id AS pattern_id, {self.scale.first(parent)} + up.n AS parent
              FROM ({source}) up JOIN {grown.table} child ON child.{link} = up.pattern_id AND child.id <= {first}
               AND ({grown.where})'''

    # === COLUMNS ===#

    def _get_values(self, grown):
        scale, table = self.scale, grown.table
        shift = 'source.shift'
        values = {'id': f'{scale.first(table)} + n'}
        types, links, needed = self._get_types(table)
        for name, kind in types.items():
            if kind == 'timestamp without time zone':
                values[name] = f'pattern.{name} + {shift}'
            elif kind == 'date':
                values[name] = f'(pattern.{name} + {shift})::date'
            elif kind == 'character varying' and ('token' in name or name.endswith('_hash')):
                values[name] = f"CASE WHEN pattern.{name} IS NOT NULL THEN md5('{table}' || n) END"
            elif name == 'name' and kind == 'character varying':
                values[name] = "CASE WHEN pattern.name ~ '/[0-9]+$' THEN 'S/' || lpad(n::text, 8, '0') ELSE pattern.name END"
        values['create_date'] = values['write_date'] = 'source.at'
        for name, target in links.items():
            if value := self._get_link(name, target, name in needed, table):
                values[name] = value if name in needed else f'CASE WHEN pattern.{name} IS NOT NULL THEN {value} END'
        if 'license_plate' in types and links.get('vehicle_id') == 'fleet_vehicle':
            values['license_plate'] = '(SELECT license_plate FROM fleet_vehicle WHERE id = source.v)'
        if grown.of:
            values[grown.of[1]] = 'parent'
        values.update({name: self._fill(value) for name, value in grown.values.items() if name in types})
        return values

    def _fill(self, value):
        scale = self.scale
        value = re.sub(r'\[(\w+)\]', lambda found: str(scale.first(found[1])), value)
        return value.replace('{customers}', str(scale.customers)).replace('{jobs}', str(scale.jobs))

    def _get_link(self, name, target, is_needed, table):
        """The id a link leads to; None for the pattern's own."""
        scale = self.scale
        place = f"(w - 1 - {scale.first('aftersales_workshop')})"
        known = {
            'res_company': str(scale.ids['company']), 'aftersales_order': f"{scale.first('aftersales_order')} + o",
            'fleet_vehicle': 'v', 'aftersales_workshop': 'w',
            'aftersales_job': f"{scale.first('aftersales_job')} + 1 + ((o - 1) * 3 + 1) / 2",
            'hr_employee': f"{scale.first('hr_employee')} + 1 + {place} * {PEOPLE} + n % {PEOPLE}"}
        if target in known:
            return known[target]
        if target == 'res_partner':
            return 'c' if name in ('partner_id', 'customer_id') else None
        return 'NULL::integer' if target in scale.big and target != table and not is_needed else None

    def _get_types(self, table):
        cursor = self.scale.cursor
        cursor.execute('''SELECT column_name, data_type, is_nullable FROM information_schema.columns
                           WHERE table_schema = 'public' AND table_name = %s''', [table])
        rows = cursor.fetchall()
        cursor.execute('''SELECT attname, confrelid::regclass::text FROM pg_constraint
                            JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
                           WHERE contype = 'f' AND conrelid = %s::regclass''', [table])
        return {name: kind for name, kind, __ in rows}, dict(cursor.fetchall()), {
            name for name, __, nullable in rows if nullable == 'NO'}

