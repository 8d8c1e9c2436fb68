"""What somebody waits for at the parts window, in a small and in a large catalogue; and what the night works through.

``./dev bench --window [--numbers SMALL,LARGE]``: so many part numbers, ten times as many fitments, a third as many parts.
One database is filled by SQL, measured, filled further and measured again: a copy that is dropped, never one in use. Each
figure is the best of three rounds with empty caches, beside its queries.
"""
import argparse
import sys
import time
from pathlib import Path

from odoo.api import SUPERUSER_ID, Environment
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.sql_db import db_connect
from odoo.tools import config, safe_eval

sys.path.insert(0, str(Path(__file__).parent / 'scale'))

from builder import Scale

ROUNDS = 3
TABLES = (
    'product_template', 'product_product', 'aftersales_part_number', 'aftersales_fitment', 'stock_move', 'stock_move_line')
OPEN_LINES, MODELS = (50, 5000), 500
KINDS = [f'{place} {kind}' for place in ("Front", "Rear", "Left", "Right", "Upper", "Lower") for kind in (
    "pad", "disc", "filter", "hose", "bearing", "damper", "spring", "gasket")]
# What takes longer, and more than so many times what it takes in the small catalogue, is marked.
MILLISECONDS, TIMES = 300, 3


class Window:
    """A store with a part, its number, a fitment, and a move that waits at its window: the patterns of all others."""

    def __init__(self, env):
        workshop = env['aftersales.workshop'].search([], limit=1)
        self.env = env = env(context={
            'lang': 'en_US', 'tz': 'Asia/Shanghai', 'allowed_company_ids': workshop.company_id.ids, 'tracking_disable': True})
        self.policy = env['aftersales.stocking.policy'].search([('warehouse_id', '=', workshop.warehouse_id.id)]) or env[
            'aftersales.stocking.policy'].create({'warehouse_id': workshop.warehouse_id.id})
        brand = env['fleet.vehicle.model.brand'].create({'name': "Window"})
        self.models = env['fleet.vehicle.model'].create([
            {'name': f'Car {number}', 'brand_id': brand.id} for number in range(MODELS)])
        customer = env['res.partner'].create({'name': "Window"})
        self.car = env['fleet.vehicle'].create({
            'license_plate': "WINDOW", 'model_id': self.models[0].id, 'model_year': '2020', 'owner_id': customer.id})
        self.part = env['product.product'].create({
            'name': "Window part", 'default_code': "WIN-0", 'type': 'consu', 'is_storable': True, 'list_price': 10})
        template = self.part.product_tmpl_id
        self.number = env['aftersales.part.number'].create({'product_tmpl_id': template.id, 'name': "WIN-0", 'kind': 'maker'})
        self.fitment = env['aftersales.fitment'].create({
            'product_tmpl_id': template.id, 'brand_id': brand.id, 'model_id': self.models[0].id, 'year_from': 2015})
        env['stock.quant']._update_available_quantity(self.part, workshop.warehouse_id.lot_stock_id, 9)
        self.order = env['aftersales.order'].create({
            'workshop_id': workshop.id, 'vehicle_id': self.car.id, 'partner_id': customer.id, 'odometer_in': 1,
            'job_ids': [Command.create({'name': "Window", 'line_ids': [Command.create({
                'line_type': 'part', 'product_id': self.part.id})]})]})
        self.order.action_receive()
        self.order.job_ids._approve('phone', signatory="Window")
        self.move = self.order.picking_ids.move_ids
        env.flush_all()

    # === FILLING ===#

    def fill(self, numbers, lines, moves):
        """Up to so many part numbers, open lines and moves in all."""
        env = self.env
        scale = Scale(env.cr._obj, 1, progress=lambda *args, **kwargs: None)
        has = scale.one("SELECT count(*) FROM aftersales_part_number WHERE name LIKE 'WIN-%-%'")
        parts, new = numbers // 3, (numbers - has) // 3
        template, product = scale.first('product_template'), scale.first('product_product')
        scale.insert('product_template', new, self.part.product_tmpl_id.id,
                     name=f"jsonb_build_object('en_US', (ARRAY{KINDS})[1 + n % {len(KINDS)}] || ' ' || n % 997)",
                     default_code=f"'WIN-' || lpad(({has // 3} + n)::text, 7, '0')")
        scale.insert('product_product', new, self.part.id, product_tmpl_id=f'{template} + n', barcode='NULL',
                     default_code=f"'WIN-' || lpad(({has // 3} + n)::text, 7, '0')")
        number = f'({has} + n)'
        scale.insert('aftersales_part_number', new * 3, self.number.id, product_tmpl_id=f'{template} + 1 + (n - 1) / 3',
                     name=f"'WIN-' || lpad({number}::text, 7, '0') || '-' || ({number} % 10)",
                     key=f"'WIN' || lpad({number}::text, 7, '0') || ({number} % 10)")
        first = self.models[0].id
        scale.insert('aftersales_fitment', new * 30, self.fitment.id, product_tmpl_id=f'{template} + 1 + (n - 1) / 30',
                     model_id=f'{first} + (n::bigint * 7919) % {MODELS}', source_key='NULL')
        self._fill_moves(scale, lines, moves, product, parts)
        env.cr.commit()  # a copy that is dropped: rows that are not settled yet would be counted as the reader's time
        settle(env.cr.dbname)
        env.invalidate_all()
        policies = env['aftersales.stocking.policy']
        policies._create_missing()
        policies._forget_kept()
        begun = time.perf_counter()
        policies.search([('company_id', '=', env.company.id)])._keep_stock()
        print(f'what was there when the month began is kept in {time.perf_counter() - begun:.1f} s')
        env.cr.commit()

    def _fill_moves(self, scale, lines, moves, product, parts):
        """Open lines at the window, and what was issued in the 30 months before, of a tenth of the parts."""
        has = scale.one(
            "SELECT count(*) FROM stock_move WHERE aftersales_line_id = %s AND state != 'done'",
            [self.move.aftersales_line_id.id])
        opened = lines - has
        scale.insert('stock_move', opened, self.move.id, product_id=f'{product} + 1 + n % {max(parts // 10, 1)}')
        has = scale.one('SELECT count(*) FROM stock_move_line WHERE product_id > %s', [self.part.id])
        moved = {
            'product_id': f'{product} + 1 + (n::bigint * 31) % {max(min(parts // 10, 5000), 1)}',
            'date': "now() - interval '1 day' * ((n * 7) % 900 + 1)", 'state': "'done'", 'quantity': '1',
            'write_date': "now() - interval '1 day'"}
        reserved = self.move.move_line_ids
        assert reserved, "nothing is reserved for the move at the window: there is no pattern of what was issued"
        done = f"{scale.first('stock_move')} + {opened} + n"
        scale.insert('stock_move', moves - has, self.move.id, id=done, aftersales_line_id='NULL', picking_id='NULL',
                     is_out='TRUE', value='6', **moved)
        scale.insert(
            'stock_move_line', moves - has, reserved[0].id, move_id=done, picking_id='NULL',
            quantity_product_uom='1', **moved)

    # === WHAT IS ASKED ===#

    def get_questions(self):
        env = self.env
        find, window = (env.ref(f'aftersales.{name}') for name in ('action_find_part', 'action_parts_window'))
        parts = env['product.product'].with_context(find_vehicle=[self.car.id])
        read = {name: {} for name in (
            'default_code', 'name', 'find_note', 'find_fit', 'lst_price', 'find_here', 'find_elsewhere', 'find_incoming')}
        shown = {name: {} for name in (
            'aftersales_license_plate', 'product_id', 'product_uom_qty', 'quantity', 'aftersales_short', 'aftersales_issued',
            'date_deadline')}

        def look(records, action, *more, fields=read, **options):
            domain = safe_eval.safe_eval(action.domain) + list(more)
            return lambda: records.web_search_read(domain, fields, limit=80, count_limit=10001, **options)

        moves = env['stock.move'].with_context(**safe_eval.safe_eval(window.context))
        return {
            'number with dashes, in a box': lambda: env['product.product'].name_search("win-0000900-0"),
            'number with dashes, Find a Part': look(env['product.product'], find, ('find_text', 'ilike', "win 0000900 0")),
            'end of a number, Find a Part': look(env['product.product'], find, ('find_text', 'ilike', "00900-0")),
            'words, Find a Part': look(env['product.product'], find, ('find_text', 'ilike', "filter 90")),
            'nothing like it, Find a Part': look(env['product.product'], find, ('find_text', 'ilike', "zebedee")),
            'number for a car, Find a Part': look(parts, find, ('find_text', 'ilike', "WIN-0000900-0")),
            'all that fits a car, Find a Part': look(parts, find),
            'the box of the order sheet': lambda: self.order.sheet_find("WIN-0000900-0"),
            'parts window': look(moves, window, fields=shown, order='date_deadline, id'),
            'parts window, one plate': look(
                moves, window, ('aftersales_license_plate', 'ilike', "WINDOW"), fields=shown, order='date_deadline, id'),
            **self._get_cards(),
            'by night: demand of the past': lambda: self.policy._read_history(
                env.cr.now().date().replace(day=1), 'Asia/Shanghai'),
        }

    def _get_cards(self):
        """Day cards and the month table: bounded by their first day or their part, and such as no bound helps."""
        Day, Month = self.env['aftersales.stock.day'], self.env['aftersales.stock.month']
        month = self.env.cr.now().date().replace(day=1)
        names = {name: {} for name in ('moved_on', 'product_id', 'opening', 'pieces_in', 'pieces_out', 'closing', 'moved_by')}
        since, store = ('moved_on', '>=', month), ('warehouse_id', '=', self.order.workshop_id.warehouse_id.id)
        sums = {name: {} for name in (
            'month', 'categ_id', 'opening', 'pieces_in', 'pieces_out', 'difference', 'closing', 'part_kinds', 'value_at_end')}
        return {
            'day cards, this month': lambda: Day.web_search_read([store, since], names, limit=80),
            'day card of a part': lambda: Day.web_search_read([store, ('product_id', '=', self.part.id + 9)], names, limit=80),
            'day cards, all years': lambda: Day.web_search_read([store], names, limit=80),
            'stock month table, this month': lambda: Month.web_search_read([store, ('month', '=', month)], sums, limit=80),
            'stock month table, this year': lambda: Month.web_search_read(
                [store, ('month', '>=', month.replace(month=1))], sums, limit=80),
            'stock month table, all years': lambda: Month.web_search_read([store], sums, limit=80),
            'figures of the parts department': lambda: self.env['aftersales.part.figure'].web_search_read(
                [], {name: {} for name in ('month', 'used_value', 'turns', 'value_at_end', 'dead_percent', 'fill_percent')},
                limit=80),
        }

    def measure(self):
        """:return: dict of question: (milliseconds, queries)"""
        return {name: self._measure(ask) for name, ask in self.get_questions().items()}

    def _measure(self, ask):
        cr, best = self.env.cr, None
        for __ in range(ROUNDS):
            self.env.invalidate_all()
            queries, begun = cr.sql_log_count, time.perf_counter()
            ask()
            found = ((time.perf_counter() - begun) * 1000, cr.sql_log_count - queries)
            best = min(best or found, found)
        return best


def settle(database):
    """What the server does by itself within minutes: statistics, and entries of indexes that wait in a list."""
    with db_connect(database).cursor() as cr:
        cr._cnx.autocommit = True
        for table in TABLES:
            cr._obj.execute(f'VACUUM ANALYZE {table}')
        cr._cnx.autocommit = False


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--config', required=True)
    parser.add_argument('--database', required=True)
    parser.add_argument('--numbers', default='3000,300000', metavar='SMALL,LARGE')
    parser.add_argument('--moves', default='10000,1000000', metavar='SMALL,LARGE')
    options = parser.parse_args()
    config.parse_config(['-c', options.config, '-d', options.database, '--log-level=error'], setup_logging=True)
    with Registry(options.database).cursor() as cr:
        place, figures = Window(Environment(cr, SUPERUSER_ID, {})), []
        for numbers, lines, moves in zip(
                map(int, options.numbers.split(',')), OPEN_LINES, map(int, options.moves.split(',')), strict=True):
            begun = time.monotonic()
            place.fill(numbers, lines, moves)
            print(f'{numbers:,} numbers, {numbers * 10:,} fitments, {lines:,} open lines, {moves:,} moves '
                  f'in {time.monotonic() - begun:.0f} s', flush=True)
            figures.append(place.measure())
            cr.rollback()
    small, large = figures
    width = max(map(len, small))
    print(f'\n{"":{width}}  {"ms":>8}  {"queries":>7}  {"ms":>8}  {"queries":>7}')
    for name, (before, few) in small.items():
        after, many = large[name]
        mark = '<-' if after > MILLISECONDS and after > TIMES * before else ''
        print(f'{name:{width}}  {before:8.1f}  {few:7}  {after:8.1f}  {many:7}  {mark}'.rstrip())


if __name__ == '__main__':
    main()
