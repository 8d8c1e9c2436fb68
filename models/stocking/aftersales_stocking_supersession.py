from collections import defaultdict

from odoo import models
from odoo.fields import Domain


class AftersalesStockingPolicy(models.Model):
    """What was asked for of a superseded part will be asked for of its successor (H1, H5)."""
    _inherit = 'aftersales.stocking.policy'

    def _pass_on(self, history):
        """Give the past of each superseded part to what has taken its place today, in as many pieces as that takes.

        A part that may be fitted in place of another, and the other in its place, keeps its own past. So does one whose
        successor has variants: nobody knows which of them.

        :param history: as of :meth:`_read_history`
        :return: (history, dict of the id of a superseded part that the store has, had or keeps: dict of the id of a
            successor that waits until it is used up: how many of that for one)
        """
        self.ensure_one()
        Supersession = self.env['aftersales.part.supersession'].with_context(allowed_company_ids=self.company_id.ids)
        valid = Supersession._get_valid_domain() & Domain('is_two_way', '=', False)
        here = self.env['product.product'].browse({*history, *self._read_rules(), *self._read_products_here()}).exists()
        steps = Supersession._read_chain(here.product_tmpl_id.ids, valid)
        first = {number: [step for step in lines if step.use_up_first] for number, lines in steps.items()}
        first = {number: lines for number, lines in first.items() if lines}
        superseded = {}
        for product in here.filtered(lambda part: part.product_tmpl_id.id in steps):
            ends = Supersession._walk_to_end(product.product_tmpl_id.id, steps)
            successors = {
                template.product_variant_ids: ends[template.id] for template in self.env['product.template'].browse(ends)}
            if successors and all(len(successor) == 1 for successor in successors):
                # Only where each step on the way says so: what must not be fitted any more covers nothing.
                waiting = Supersession._walk_to_end(product.product_tmpl_id.id, first)
                superseded[product.id] = {
                    successor.id: count for successor, count in successors.items()
                    if product.product_tmpl_id.id in first and successor.product_tmpl_id.id in waiting}
                past = history.pop(product.id, {})
                for successor, count in successors.items():
                    self._add_past(history[successor.id], past, count)
        return history, superseded

    def _add_past(self, own, past, count):
        for age, (pieces, demands, lost) in past.items():
            before = own.get(age, (0.0, 0, 0.0))
            own[age] = (before[0] + pieces * count, before[1] + demands, before[2] + lost * count)

    def _read_old_stock(self, superseded):
        """What of the old numbers lies free in the store, and is used up before their successors.

        :param superseded: as of :meth:`_pass_on`
        :return: dict of a successor's id: list of [id of the old one, pieces of it, pieces of the successor these save]
        """
        self.ensure_one()
        waiting = {number: successors for number, successors in superseded.items() if successors}
        old_stock = defaultdict(list)
        for old, pieces, reserved in self.env['stock.quant']._read_group(
                [('product_id', 'in', list(waiting)), ('location_id', 'child_of', self.warehouse_id.lot_stock_id.id),
                 ('location_id.usage', '=', 'internal'), ('owner_id', '=', False)],
                ['product_id'], ['quantity:sum', 'reserved_quantity:sum']):
            free = old.uom_id.round(pieces - reserved)
            if free > 0:
                for successor, count in waiting[old.id].items():
                    old_stock[successor].append([old.id, free, free * count])
        return old_stock
