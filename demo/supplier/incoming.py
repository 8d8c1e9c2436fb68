from odoo import api, models


class AftersalesDemo(models.AbstractModel):
    """Brake parts are inspected when they come in: one receipt is accepted, one with a finding, one part waits (H4)."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_incoming_checks(self):
        company = self._ref('company_shanghai')
        self._as(self.env['aftersales.incoming.plan'], 'manager', company).create([
            {'categ_id': self._ref('category_chassis').id, 'method': 'sample', 'sample_size': 2,
             'accept_number': 1},
            {'class_id': self._ref('part_class_body').id, 'method': 'sample', 'sample_size': 3},
            {'product_id': self._ref('part_cf_byd').id, 'method': 'all'}])
        checks = self._take_in_checked(company, {'cf_byd': 3, 'tie_rod': 4}).filtered(lambda check: check.method == 'all')
        for check in checks:
            check.qty_checked = check.quantity
        checks.action_accept()
        found = self._take_in_checked(company, {'tie_rod': 2})
        found.write({
            'qty_checked': 2, 'qty_bad': 1, 'finding_id': self._ref('incoming_finding_pack').id,
            'remark': "One box torn, the part is sound"})
        found.action_accept_remark()

    def _take_in_checked(self, company, parts):
        """A receipt of the depot, and what is to be inspected of it."""
        transfer = self._as(self._order_parts('shanghai', 'supplier_depot', parts).picking_ids, 'parts', company)
        for move in transfer.move_ids:
            move.write({'quantity': move.product_uom_qty, 'picked': True})
        transfer._action_done()
        return self._as(self.env['aftersales.incoming.check'], 'parts', company).search([('picking_id', 'in', transfer.ids)])
