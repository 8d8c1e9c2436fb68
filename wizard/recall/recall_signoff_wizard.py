from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesRecallSignoffWizard(models.TransientModel):
    """The customer signs that he was told the danger, and goes without the work: for this visit, or for good."""
    _name = 'aftersales.recall.signoff.wizard'
    _inherit = ['aftersales.dialog.mixin', 'aftersales.reason.mixin', 'aftersales.signature.mixin']
    _description = "Customer Goes Without Recall Work"
    _shown_fields = ('recall_vehicle_id', 'kind', 'order_id', 'reason', 'signatory')

    recall_vehicle_id = fields.Many2one('aftersales.recall.vehicle', string="Car", required=True, readonly=True)
    vehicle_id = fields.Many2one(related='recall_vehicle_id.vehicle_id')
    danger = fields.Text(related='recall_vehicle_id.recall_id.danger')
    remedy = fields.Text(related='recall_vehicle_id.recall_id.remedy')
    kind = fields.Selection(
        selection=lambda self: self.env['aftersales.recall.signoff']._fields['kind']._description_selection(self.env),
        required=True, default='leave')
    order_id = fields.Many2one(
        'aftersales.order', string="Order", compute='_compute_order_id', store=True, readonly=False,
        domain="[('vehicle_id', '=', vehicle_id), ('is_locked', '=', False)]")
    signatory = fields.Char(compute='_compute_signatory', store=True, readonly=False, string="Signed By")

    @api.depends('recall_vehicle_id')
    def _compute_order_id(self):
        for wizard in self:
            wizard.order_id = self.env['aftersales.order'].search([
                ('vehicle_id', '=', wizard.recall_vehicle_id.vehicle_id.id), ('is_in_house', '=', True)], limit=1) \
                if wizard.recall_vehicle_id.vehicle_id else False

    @api.depends('recall_vehicle_id')
    def _compute_signatory(self):
        for wizard in self:
            wizard.signatory = wizard.recall_vehicle_id.partner_id.name

    def _get_shown(self):
        recall = self.recall_vehicle_id.recall_id
        return super()._get_shown() | {
            'car': self.recall_vehicle_id.vin or '', 'recall': recall.maker_number or '', 'title': recall.title or '',
            'danger': recall.danger or '', 'remedy': recall.remedy or '', 'kind': self.kind or '',
            'order': self.order_id.name or '', 'reason': self.reason or '', 'signatory': self.signatory or '',
        }

    def action_apply(self):
        self.ensure_one()
        car = self.recall_vehicle_id
        car._check_may_sign_off()
        if self.kind == 'leave' and not self.order_id:
            raise UserError(self.env._("Choose the order after which the car leaves."))
        if self.order_id and self.order_id.vehicle_id != car.vehicle_id:
            raise UserError(self.env._(
                "%(car)s is another car than that of %(order)s.", car=car.display_name, order=self.order_id.name))
        if not self.signature or not (self.signatory or '').strip():
            raise UserError(self.env._("Let the customer sign, and enter who signed."))
        self._check_signature_fits()
        if self.kind == 'refused' and car.job_id:
            raise UserError(self.env._(
                "%(car)s is on %(order)s: cancel the job there first.", car=car.display_name, order=car.job_id.order_id.name))
        # sudo: evidence is the system's; who may is checked above
        self.env['aftersales.recall.signoff'].sudo().with_context(lang=car.partner_id.lang or self.env.lang).create({
            'recall_vehicle_id': car.id, 'order_id': self.order_id.id, 'kind': self.kind, 'reason': self.reason,
            'signatory': self.signatory, 'signature': self.with_context(bin_size=False).signature,
            'signature_kind': self.signature_kind, 'user_id': self.env.uid,
        })
        return {'type': 'ir.actions.act_window_close'}
