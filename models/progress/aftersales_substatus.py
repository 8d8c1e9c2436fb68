from odoo import api, fields, models


class AftersalesSubstatus(models.Model):
    """What a dealer says of a car in the house beyond the order's status: washing, waits for the tow truck, at the painter.

    Each dealer keeps his own list, and chooses which of them the customer is told.
    """
    _name = 'aftersales.substatus'
    _inherit = ['aftersales.setup.mixin']
    _description = "Sub-Status"
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    state = fields.Selection(
        [('received', "Received"), ('in_progress', "In Progress"), ('quality_check', "Quality Check"), ('ready', "Ready")],
        string="Only While", help="It can be chosen while the order has this status, and goes when the status changes. "
                                  "Empty: in the house at all.")
    company_id = fields.Many2one('res.company', index='btree_not_null', help="Leave it empty for all companies.")
    tells_customer = fields.Boolean(
        string="Tell the Customer", help="The customer gets a message when it is chosen, and reads it on his page.")
    customer_text = fields.Char(
        string="Words to the Customer", translate=True, help="What the customer reads; the name of the sub-status if empty.")
    order_count = fields.Integer(string="Cars in the House", compute='_compute_order_count')

    def _compute_order_count(self):
        Order = self.env['aftersales.order']
        counts = dict(Order._read_group(
            [('substatus_id', 'in', self.ids), ('is_in_house', '=', True)], ['substatus_id'], ['__count']))
        for substatus in self:
            substatus.order_count = counts.get(substatus._origin, 0)

    @api.readonly
    def action_view_orders(self):
        return {
            **self.env['ir.actions.act_window']._for_xml_id('aftersales.action_orders'),
            'domain': [('substatus_id', 'in', self.ids), ('is_in_house', '=', True)], 'context': {'create': False}}

    def _get_customer_text(self):
        """In the reader's language."""
        self.ensure_one()
        return self.customer_text or self.name
