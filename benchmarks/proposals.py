"""What the night takes to propose what a store keeps of 1,000 and of 20,000 parts: seconds, queries, memory.

``./dev bench --proposals [--of SMALL,LARGE]``; everything is rolled back. Each part lies there and was asked for in six of
the last 24 months, every second one has a rule of reordering. Two nights: the first one makes the rows, that of the month
after writes them anew. What is worked out is checked: a night that proposed less would win unfairly.
"""
import argparse
import resource
import sys
import time
from pathlib import Path

from odoo.api import SUPERUSER_ID, Environment
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.tools import config

sys.path.insert(0, str(Path(__file__).parent / 'scale'))

from builder import Scale

DEMANDS = 6
# A part of the large store may take at most so many times what one of the small store takes, and so many queries of its own.
TIMES, QUERIES = 1.5, 0.2


class Store:
    """A store with one part that has its rule, lies there, and went out once: the pattern of all others."""

    def __init__(self, env):
        workshop = env['aftersales.workshop'].search([], limit=1)
        self.env = env = env(context={'allowed_company_ids': workshop.company_id.ids, 'tracking_disable': True})
        store = env['stock.warehouse'].create({'name': "Bench", 'code': 'BENCH', 'company_id': workshop.company_id.id})
        self.policy = env['aftersales.stocking.policy'].create({'warehouse_id': store.id})
        self.part = env['product.product'].create({
            'name': "Bench part", 'type': 'consu', 'is_storable': True, 'list_price': 10, 'standard_price': 5})
        env['stock.quant']._update_available_quantity(self.part, store.lot_stock_id, 9)
        places = {
            'product_id': self.part.id, 'location_id': store.lot_stock_id.id, 'company_id': store.company_id.id,
            'location_dest_id': env.ref('stock.stock_location_customers').id}
        self.move = env['stock.move'].create({
            **places, 'product_uom_qty': 1, 'picked': True, 'move_line_ids': [Command.create({**places, 'quantity': 1})]})
        self.move._action_done()
        self.rule = env['stock.warehouse.orderpoint'].create({
            'product_id': self.part.id, 'warehouse_id': store.id, 'location_id': store.lot_stock_id.id,
            'product_min_qty': 1, 'product_max_qty': 2, 'trigger': 'manual'})
        self.quant = env['stock.quant'].search([
            ('product_id', '=', self.part.id), ('location_id', '=', store.lot_stock_id.id)])
        env.flush_all()

    def fill(self, parts):
        """So many parts in all."""
        scale = Scale(self.env.cr._obj, 1, progress=lambda *args, **kwargs: None)
        template, product = scale.first('product_template'), scale.first('product_product')
        scale.insert('product_template', parts - 1, self.part.product_tmpl_id.id)
        scale.insert('product_product', parts - 1, self.part.id, product_tmpl_id=f'{template} + n', barcode='NULL',
                     standard_price=f"jsonb_build_object('{self.env.company.id}', 1 + n % 97)")
        scale.insert('stock_quant', parts - 1, self.quant.id, product_id=f'{product} + n')
        scale.insert('stock_move_line', (parts - 1) * DEMANDS, self.move.move_line_ids.id,
                     product_id=f'{product} + 1 + (n - 1) / {DEMANDS}',
                     date=f"now() - interval '1 month' * (1 + {scale.rand('n', 24)})",
                     quantity='1 + n % 3', quantity_product_uom='1 + n % 3')
        scale.insert('stock_warehouse_orderpoint', (parts - 1) // 2, self.rule.id, product_id=f'{product} + 2 * n')
        for table in ('product_template', 'product_product', 'stock_quant', 'stock_move_line', 'stock_warehouse_orderpoint'):
            scale.run(f'ANALYZE {table}')
        self.env.invalidate_all()

    def propose(self, parts):
        """:return: seconds, queries, megabytes that the process grew by; of one night"""
        cr = self.env.cr
        self.env.invalidate_all()
        memory, queries, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, cr.sql_log_count, time.perf_counter()
        self.policy._propose()
        self.env.flush_all()
        seconds, queries = time.perf_counter() - begun, cr.sql_log_count - queries
        memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024
        cr.execute('SELECT count(*), count(*) FILTER (WHERE best_min > 0) FROM aftersales_stocking_proposal '
                   'WHERE policy_id = %s', [self.policy.id])
        count, kept = cr.fetchone()
        assert count == parts and kept > parts / 2, (count, kept)
        return seconds, queries, memory


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--config', required=True)
    parser.add_argument('--database', required=True)
    parser.add_argument('--of', default='1000,20000', metavar='SMALL,LARGE')
    options = parser.parse_args()
    config.parse_config(['-c', options.config, '-d', options.database, '--log-level=error'], setup_logging=True)
    figures = {}
    with Registry(options.database).cursor() as cr:
        store = Store(Environment(cr, SUPERUSER_ID, {}))
        for parts in map(int, options.of.split(',')):
            with cr.savepoint() as savepoint:
                store.fill(parts)
                for night in ("first night", "a month later"):
                    seconds, queries, memory = figures[parts, night] = store.propose(parts)
                    print(f'{parts:>7,} parts, {night:13}  {seconds:7.1f} s  {seconds * 1000 / parts:6.2f} ms a part  '
                          f'{queries:>7,} queries  {memory:6.0f} MB more', flush=True)
                savepoint.rollback()
            store.env.invalidate_all()
        cr.rollback()
    small, large = sorted({parts for parts, __ in figures})
    is_reached = True
    for night in ("first night", "a month later"):
        times = figures[large, night][0] / large / (figures[small, night][0] / small)
        more = (figures[large, night][1] - figures[small, night][1]) / (large - small)
        is_reached &= times <= TIMES and more <= QUERIES
        print(f'{night:13}  a part takes {times:.2f} times as long in the large store, and {more:.3f} queries of its own')
    print(f"Goal of {TIMES} times and {QUERIES} queries: {'reached' if is_reached else 'missed'}")
    return 0 if is_reached else 1


if __name__ == '__main__':
    raise SystemExit(main())
