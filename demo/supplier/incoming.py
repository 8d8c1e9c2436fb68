from odoo import api, models


class AftersalesDemo(models.AbstractModel):
    """Brake parts are inspected when they come in: one receipt is accepted, one part waits (H4)."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_incoming_checks(self):
        company = self._ref('company_shanghai')
        self._as(self.env['aftersales.incoming.plan'], 'manager', company).create([
            {'categ_id': self._ref('category_chassis').id, 'method': 'sample', 'sample_size': 2},
            {'class_id': self._ref('part_class_body').id, 'method': 'sample', 'sample_size': 3},
            {'product_id': self._ref('part_cf_byd').id, 'method': 'all'}])
        transfer = self._as(
            self._order_parts('shanghai', 'supplier_depot', {'cf_byd': 3, 'tie_rod': 4}).picking_ids, 'parts', company)
        for move in transfer.move_ids:
            move.write({'quantity': move.product_uom_qty, 'picked': True})
        transfer._action_done()
        checks = self._as(self.env['aftersales.incoming.check'], 'parts', company).search([
            ('picking_id', 'in', transfer.ids), ('method', '=', 'all')])
        for check in checks:
            check.qty_checked = check.quantity
        checks.action_accept()
