from odoo import fields, models

READERS = 'aftersales.group_part_defect'


class AftersalesOrder(models.Model):
    """An order for which a part failed (H8)."""
    _inherit = 'aftersales.order'

    part_defect_count = fields.Integer(compute='_compute_part_defect_count', groups=READERS)

    def _compute_part_defect_count(self):
        counts = dict(self.env['aftersales.part.defect']._read_group(
            [('order_id', 'in', self.ids)], ['order_id'], ['__count']))
        for order in self:
            order.part_defect_count = counts.get(order._origin, 0)

    def action_view_part_defects(self):
        """What failed here; a new defect is of this order."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_part_defects')
        return {
            **action, 'domain': [('order_id', '=', self.id)],
            'context': {'default_order_id': self.id, 'search_default_open': 0}}
