from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.aftersales.models.base.entries import OpenPoint

READY_MAIL = 'aftersales.mail_template_order_ready'
READY_SMS = 'aftersales.sms_template_order_ready'
# What the customer signs for when he takes the car: kept as it was.
SIGNED_REPORTS = ('report_delivery', 'report_settlement')


class AftersalesOrder(models.Model):
    """The car is ready: the customer is told, comes, is explained the work and takes the car (F4)."""
    _inherit = 'aftersales.order'

    delivery_ids = fields.One2many('aftersales.delivery', 'order_id', string="Deliveries", readonly=True)
    delivery_id = fields.Many2one('aftersales.delivery', compute='_compute_delivery_id')
    ready_notice_date = fields.Datetime(
        string="Customer Told It Is Ready", readonly=True, copy=False, help="The customer is told once.")

    # === COMPUTE METHODS ===#

    @api.depends('delivery_ids')
    def _compute_delivery_id(self):
        for order in self:
            order.delivery_id = order.delivery_ids[:1]

    # === CRUD METHODS ===#

    def write(self, vals):
        if vals.get('state') == 'delivered':
            self._check_delivery_signed()
        return super().write(vals)

    # === ACTION METHODS ===#

    def action_open_delivery(self):
        """Open the dialog in which the work is explained and the customer signs.

        What still keeps the car stands in it, all of it at once; with that open the dialog does not deliver.
        """
        self.ensure_one()
        self._check_reachable('delivered')
        wizard = self.env['aftersales.delivery.wizard'].create({'order_id': self.id})
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Deliver %(vehicle)s", vehicle=self.license_plate or self.name),
            'res_model': 'aftersales.delivery.wizard',
            'res_id': wizard.id,
            'view_mode': 'form',
            'views': [(False, 'form')],
            'target': 'new',
        }

    def action_view_delivery(self):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Delivery"),
            'res_model': 'aftersales.delivery',
            'res_id': self.delivery_id.id,
            'view_mode': 'form',
            'views': [(False, 'form')],
        }

    # === BUSINESS METHODS: LIFE ===#

    def _get_open_points(self):
        points = super()._get_open_points()
        for order in self:
            if not order.odometer_out or order.odometer_out >= order.odometer_in:
                continue
            replaced = order.vehicle_id.sudo().odometer_ids.filtered(
                lambda reading, order=order: reading.is_replacement and reading.date >= order.received_date.date())
            if not replaced:
                points.append(OpenPoint(order, self.env._(
                    "The odometer of %(vehicle)s showed %(reading)d when it came; it cannot show %(out)d when it leaves. "
                    "Correct the odometer out.",
                    vehicle=order.license_plate or order.vehicle_id.display_name, reading=order.odometer_in,
                    out=order.odometer_out,
                )))
        return points

    def _check_delivery_signed(self):
        """Where the company wants signatures, only dispatchers deliver without the dialog."""
        if self.env.su or self.env.user.has_group('aftersales.group_dispatcher'):
            return
        for order in self:
            if order.state == 'ready' and order.company_id.aftersales_delivery_signature and not order.delivery_ids:
                raise UserError(self.env._(
                    "%(order)s cannot be delivered without the customer's signature. Use “Deliver Car”.",
                    order=order.name,
                ))

    def _after_ready(self, source):
        super()._after_ready(source)
        self._tell_ready()

    def _after_delivered(self, source):
        super()._after_delivered(source)
        self._keep_unsigned_deliveries()
        signed = self.sudo().filtered(lambda order: order.delivery_id.is_signed)  # sudo: evidence is the system's
        for report in SIGNED_REPORTS:
            self.env['aftersales.kept.print']._keep(report, signed)

    def _tell_ready(self):
        # Who leaves without repair stands at the counter.
        self.filtered(lambda order: not order.ready_notice_date and not order.leave_date)._queue_notice(READY_MAIL, READY_SMS)

    def _is_notice_due(self, mail_template):
        """Nobody is called to a car that went back to work meanwhile, nor twice to one that came back from there."""
        if mail_template == READY_MAIL:
            return self.state == 'ready' and not self.ready_notice_date
        return super()._is_notice_due(mail_template)

    def _notify_customer(self, mail_template, sms_template):
        told = super()._notify_customer(mail_template, sms_template)
        if mail_template == READY_MAIL:
            self.sudo().ready_notice_date = fields.Datetime.now()  # sudo: the stamp is the system's
        return told

    # === BUSINESS METHODS: DELIVERY ===#

    def _get_signed_total(self):
        return self.delivery_id.amount_total if self.delivery_id.is_signed else super()._get_signed_total()

    def _keep_unsigned_deliveries(self):
        """Cars that left without the dialog, several at once or by another system: that is recorded, too."""
        orders = self.filtered(lambda order: not order.delivery_ids)
        # sudo: deliveries are the system's evidence
        self.env['aftersales.delivery'].sudo().create([
            order._prepare_delivery_vals(
                unsigned_reason=words.env._("Delivered without the dialog: nothing was explained or signed."))
            # as it is printed on the customer's paper
            for order, words in ((order, order.with_context(lang=order._get_lang())) for order in orders)
        ])

    def _prepare_delivery_vals(self, **values):
        self.ensure_one()
        return {
            'order_id': self.id,
            'user_id': self.env.uid,
            'odometer': self.odometer_out,
            'amount_total': self.amount_total,
            **values,
        }
