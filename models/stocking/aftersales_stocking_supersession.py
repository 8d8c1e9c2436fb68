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
        :return: (history, set of the ids of superseded parts that the store has, had or keeps)
        """
        self.ensure_one()
        Supersession = self.env['aftersales.part.supersession'].with_context(allowed_company_ids=self.company_id.ids)
        valid = Supersession._get_valid_domain() & Domain('is_two_way', '=', False)
        here = self.env['product.product'].browse({*history, *self._read_rules(), *self._read_products_here()}).exists()
        steps = Supersession._read_chain(here.product_tmpl_id.ids, valid)
        superseded = set()
        for product in here.filtered(lambda part: part.product_tmpl_id.id in steps):
            ends = Supersession._walk_to_end(product.product_tmpl_id.id, steps)
            successors = {
                template.product_variant_ids: ends[template.id] for template in self.env['product.template'].browse(ends)}
            if successors and all(len(successor) == 1 for successor in successors):
                superseded.add(product.id)
                past = history.pop(product.id, {})
                for successor, count in successors.items():
                    self._add_past(history[successor.id], past, count)
        return history, superseded

    def _add_past(self, own, past, count):
        for age, (pieces, demands, lost) in past.items():
            before = own.get(age, (0.0, 0, 0.0))
            own[age] = (before[0] + pieces * count, before[1] + demands, before[2] + lost * count)
