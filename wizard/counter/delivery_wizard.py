from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

# More than this between coming and leaving is asked about, in the unit of the odometer.
MOST_RUN_HERE = 1000


class AftersalesDeliveryWizard(models.TransientModel):
    """The advisor explains the work, the customer signs and takes the car (F4)."""
    _name = 'aftersales.delivery.wizard'
    _inherit = ['aftersales.dialog.mixin', 'aftersales.signature.mixin']
    _description = "Deliver the Car"
    _shown_fields = (
        'order_id', 'odometer_out', 'next_service', 'next_service_date', 'next_service_odometer', 'advice', 'receiver',
    )

    order_id = fields.Many2one('aftersales.order', required=True, readonly=True)
    company_id = fields.Many2one(related='order_id.company_id')
    job_ids = fields.One2many(related='order_id.job_ids')
    currency_id = fields.Many2one(related='order_id.currency_id')
    amount_total = fields.Monetary(related='order_id.amount_total')
    dues_html = fields.Html(compute='_compute_dues_html', sanitize=False)
    has_dues = fields.Boolean(compute='_compute_dues_html')
    open_points_html = fields.Html(string="What Keeps the Car", compute='_compute_open_points_html', sanitize=False)
    odometer_in = fields.Float(related='order_id.odometer_in')
    odometer_unit = fields.Selection(related='order_id.odometer_unit')
    odometer_out = fields.Float(
        digits=(12, 0), compute='_compute_from_order', store=True, readonly=False, precompute=True, bounds=(0, 9_999_999))
    odometer_question = fields.Char(compute='_compute_odometer_question')
    odometer_checked = fields.Boolean(string="Read Again, It Is Right")
    next_service = fields.Char(compute='_compute_next_service', store=True, readonly=False, precompute=True)
    next_service_date = fields.Date(compute='_compute_next_service', store=True, readonly=False, precompute=True)
    next_service_odometer = fields.Float(
        digits=(12, 0), compute='_compute_next_service', store=True, readonly=False, precompute=True, bounds=(None, 1e8))
    advice = fields.Text(compute='_compute_from_order', store=True, readonly=False, precompute=True)
    receiver = fields.Char(
        string="Received By", compute='_compute_from_order', store=True, readonly=False, precompute=True)
    line_ids = fields.One2many(
        'aftersales.delivery.wizard.line', 'wizard_id', compute='_compute_line_ids', store=True, readonly=False)
    all_explained = fields.Boolean(string="All Explained")
    unsigned_reason = fields.Char(string="Why Without Signature")
    # Kept from the moment the dialog opens: what the customer was explained.
    shown_hash = fields.Char(compute='_compute_shown_hash', store=True, precompute=True)

    # === COMPUTE AND ONCHANGE METHODS ===#

    @api.depends('order_id')
    def _compute_from_order(self):
        for wizard in self:
            order = wizard.order_id
            wizard.odometer_out = order.odometer_out
            wizard.advice = "\n".join(order._get_delivery_advice() if order else ())
            wizard.receiver = order.partner_id.name

    @api.depends('odometer_out', 'order_id')
    def _compute_next_service(self):
        """Counted from the reading the car leaves with, as the settlement and the customer's page count it."""
        for wizard in self:
            order = wizard.order_id
            date, odometer, name = order._get_next_service(wizard.odometer_out) if order else (False, 0.0, False)
            wizard.next_service = name
            wizard.next_service_date = date
            wizard.next_service_odometer = odometer

    @api.depends('odometer_out', 'order_id')
    def _compute_odometer_question(self):
        """A road test is short: more than that is a slip of the hand."""
        for wizard in self:
            run = wizard.odometer_out - wizard.odometer_in
            wizard.odometer_question = run > MOST_RUN_HERE and self.env._(
                "%(vehicle)s would have run %(run)d %(unit)s since it came. Read the odometer again.",
                vehicle=wizard.order_id.license_plate or wizard.order_id.name, run=run,
                unit=dict(wizard.order_id._fields['odometer_unit']._description_selection(self.env)).get(
                    wizard.odometer_unit, wizard.odometer_unit))

    @api.depends('order_id')
    def _compute_shown_hash(self):
        for wizard in self:
            wizard.shown_hash = wizard.order_id._get_shown_hash() if wizard.order_id else False

    @api.depends('order_id')
    def _compute_line_ids(self):
        for wizard in self:
            # Explained in the language of who explains; the sheet is printed from what was explained.
            points = self.env['aftersales.delivery.point'].search(
                [('company_id', 'in', (False, wizard.order_id.company_id.id))])
            wizard.line_ids = [Command.clear()] + [
                Command.create({'sequence': point.sequence, 'name': point.name}) for point in points
            ]

    @api.depends('order_id')
    def _compute_dues_html(self):
        for wizard in self:
            dues = wizard.order_id._get_dues() if wizard.order_id else []
            wizard.has_dues = bool(dues)
            wizard.dues_html = self.env['ir.qweb']._render('aftersales.delivery_dues', {
                'dues': dues, 'currency': wizard.currency_id,
            })

    @api.depends('order_id')
    def _compute_open_points_html(self):
        for wizard in self:
            points = wizard.order_id._get_open_points() if wizard.order_id else []
            wizard.open_points_html = self.env['ir.qweb']._render('aftersales.delivery_open_points', {
                'points': points}) if points else False

    @api.onchange('line_ids')
    def _onchange_line_ids(self):
        """What is explained after the signature is not signed; of lines that are saved it is asked at the end."""
        self.signature = False

    @api.onchange('all_explained')
    def _onchange_all_explained(self):
        for line in self.line_ids:
            line.is_done = self.all_explained

    # === ACTION METHODS ===#

    def action_deliver(self):
        """Keep the evidence and hand out the car."""
        self.ensure_one()
        order = self.order_id
        order.check_access('write')
        self._check_shown()
        order.odometer_out = self.odometer_out
        self._check_complete()
        self._check_signature_fits()
        # sudo: deliveries are the system's evidence
        self.env['aftersales.delivery'].sudo().create(self._prepare_delivery_vals())
        order.action_deliver()
        return {'type': 'ir.actions.act_window_close'}

    def action_to_cashier(self):
        """The bill: to whoever makes it, or call who does."""
        self.ensure_one()
        return self.order_id.action_to_cashier()

    # === BUSINESS METHODS ===#

    def _check_shown(self):
        if self.shown_hash != self.order_id._get_shown_hash():
            raise UserError(self.env._(
                "%(order)s has changed since this dialog was opened. Close it, open it again, and explain to the customer "
                "what is there now.", order=self.order_id.name))

    def _get_shown(self):
        return super()._get_shown() | self.order_id._get_shown() | {
            'odometer': self.odometer_out,
            'next_service': self.next_service or '',
            'next_service_date': fields.Date.to_string(self.next_service_date) or '',
            'next_service_odometer': self.next_service_odometer,
            'advice': self.advice or '',
            'receiver': self.receiver or '',
            'explained': [
                {'name': line.name, 'is_done': line.is_done, 'note': line.note or ''} for line in self.line_ids],
        }

    def _check_complete(self):
        """:raises UserError: with all that is missing, not one after another"""
        if missing := self._get_missing():
            raise UserError(self.env._(
                "%(order)s cannot be delivered yet:", order=self.order_id.name,
            ) + ''.join(f"\n• {sentence}" for sentence in missing))

    def _get_missing(self):
        """What is missing in the order and in the dialog, a sentence each."""
        missing = [point.message for point in self.order_id._get_open_points()]
        unexplained = self.line_ids.filtered(lambda line: not line.is_done and not line.note)
        if not self.odometer_out:
            missing.append(self.env._(
                "Read the odometer of %(vehicle)s and enter it.", vehicle=self.order_id.license_plate or self.order_id.name))
        if self.odometer_question and not self.odometer_checked:
            missing.append(self.odometer_question)
        if unexplained:
            missing.append(self.env._(
                "Explain these points to the customer, or remark why they do not apply: %(points)s.",
                points=", ".join(unexplained.mapped('name'))))
        if not self.signature and not self.unsigned_reason:
            missing.append(self.env._("Let the customer sign, or write why there is no signature."))
        if not self.receiver:
            missing.append(self.env._("Enter who takes the car and the key."))
        return missing

    def _prepare_delivery_vals(self):
        order = self.order_id
        customer = order.partner_id.commercial_partner_id
        return order._prepare_delivery_vals(
            receiver=self.receiver,
            signature=self.signature,
            signature_kind=self.signature_kind,
            unsigned_reason=False if self.signature else self.unsigned_reason,
            next_service=self.next_service,
            next_service_date=self.next_service_date,
            next_service_odometer=self.next_service_odometer,
            advice=self.advice,
            amount_unpaid=sum(due.amount for due in order._get_dues() if due.payer == customer),
            line_ids=[Command.create(line._prepare_delivery_line_vals()) for line in self.line_ids],
        )
