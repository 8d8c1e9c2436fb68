from odoo import fields, models


class AftersalesOrderLine(models.Model):
    """Parts that were proposed to be free wait for the yes, and then come from the warranty store."""
    _inherit = 'aftersales.order.line'

    free_line_ids = fields.One2many('aftersales.free.issue.line', 'part_line_id', string="Free Issues", readonly=True)

    # === BUSINESS METHODS ===#

    def _get_free_line(self):
        """What speaks of the line: the live issue, else the last one that was refused."""
        self.ensure_one()
        lines = self.sudo().free_line_ids  # sudo: parts follow it, whoever changes the line
        return lines.filtered(lambda line: line.issue_id.is_live)[:1] or lines.filtered(
            lambda line: line.issue_id.state == 'refused')[-1:]

    def _get_needed_quantity(self):
        """Nothing before the yes, no more than the yes; what was refused is not given under the same pay type."""
        needed = super()._get_needed_quantity()
        free = self._get_free_line() if needed else None
        if not free:
            return needed
        state = free.issue_id.state
        if state == 'refused':
            return 0.0 if self.job_id.service_class == 'c' else needed
        if state == 'proposed' or free.product_id != self.product_id:
            return 0.0
        return min(needed, free.product_uom_id._compute_quantity(free.quantity, self.product_uom_id))

    def _comes_from_warranty_store(self):
        self.ensure_one()
        free = self._get_free_line()
        return bool(free) and free.issue_id.state not in ('proposed', 'refused')

    def _get_issue_key(self):
        order, picking_type, destination = super()._get_issue_key()
        if self._comes_from_warranty_store():
            picking_type = order.workshop_id.warehouse_id._get_warranty_type()
        return order, picking_type, destination

    def _get_issue_rules(self):
        """The warranty store is refilled by people, not by the order."""
        rules = super()._get_issue_rules()
        free = self.filtered(lambda line: line._comes_from_warranty_store())
        return {**rules, **dict.fromkeys(free, self.env['stock.rule'])}
