from odoo import api, fields, models


class StockPicking(models.Model):
    _name = 'stock.picking'
    _inherit = ['stock.picking', 'aftersales.kept.link.mixin']

    aftersales_order_id = fields.Many2one(
        'aftersales.order', string="Repair Order",
        readonly=True, check_company=True, index='btree_not_null',
        help="The repair order whose parts this transfer issues or takes back.",
    )
    aftersales_vehicle_id = fields.Many2one(related='aftersales_order_id.vehicle_id', string="Vehicle")
    aftersales_license_plate = fields.Char(related='aftersales_order_id.license_plate', string="Plate")
    aftersales_receiver_id = fields.Many2one(
        'hr.employee', string="Received by",
        compute='_compute_aftersales_receiver_id', store=True, readonly=False,
        check_company=True, index='btree_not_null',
        help="Technician who takes the parts over from the counter.",
    )
    aftersales_keeper_id = fields.Many2one(
        'res.users', string="Handed Out By", readonly=True, copy=False, index='btree_not_null',
        help="Who of the parts counter handed the parts out, or took them back.")
    # The other side of the purchase orders' receptions: with every change of a move's state core looks for the purchase
    # orders of its transfer; from here it reads them once instead.
    aftersales_purchase_ids = fields.Many2many(
        'purchase.order', 'purchase_order_stock_picking_rel', 'stock_picking_id', 'purchase_order_id',
        string="Purchases of the Transfer", copy=False, export_string_translation=False,
        groups='stock.group_stock_user,purchase.group_purchase_user')

    # What waits at the parts counter is little of all that was issued; the words are those of the list's search.
    _aftersales_to_issue_idx = models.Index(
        "(priority DESC, date_deadline, id) WHERE aftersales_order_id IS NOT NULL"
        " AND (state NOT IN ('done', 'cancel') OR state IS NULL)")

    # What came from suppliers in a month: little of what is handed out in one.
    _aftersales_came_idx = models.Index("(picking_type_id, date_done) WHERE state = 'done'")

    # === COMPUTE METHODS ===#

    @api.depends('move_ids.aftersales_line_id.job_id.technician_id')
    def _compute_aftersales_receiver_id(self):
        for picking in self:
            technicians = picking.move_ids.aftersales_line_id.job_id.technician_id
            picking.aftersales_receiver_id = picking.aftersales_receiver_id or technicians[:1]

    # === ACTION METHODS ===#

    def action_view_aftersales_order(self):
        self.ensure_one()
        return self.aftersales_order_id._get_records_action()

    # === BUSINESS METHODS ===#

    def _action_done(self):
        result = super()._action_done()
        # sudo: the stamp is the system's, whoever hands parts out
        self.sudo().filtered(lambda picking: picking.aftersales_order_id and picking.state == 'done').write(
            {'aftersales_keeper_id': self.env.uid})
        self.filtered('return_id').sudo()._tell_advisor_of_return()
        self.sudo().aftersales_order_id._settle_arrivals()  # sudo: the advisor's task, whoever handed the parts out
        return result

    def _tell_advisor_of_return(self):
        """What came back stays on the order until somebody says whether it is still needed."""
        for picking in self.filtered('aftersales_order_id'):
            returned = picking.move_ids.filtered(lambda move: move.state == 'done')
            picking.aftersales_order_id._message_log(body=self.env._(
                "%(transfer)s brought parts back: %(parts)s. Lower their quantity on the order if they are not "
                "needed any more, or use “Request Parts” to get others.",
                transfer=picking._get_html_link(),
                parts=", ".join(
                    f"{move.product_id.display_name} × {move.quantity:g}" for move in returned),
            ))

    def _send_confirmation_email(self):
        """Parts handed over inside the house are no delivery the customer should get a mail about."""
        super(StockPicking, self.filtered(lambda picking: not picking.aftersales_order_id))._send_confirmation_email()
