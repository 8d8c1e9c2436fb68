from odoo import api, fields, models

MAIL, SMS = 'aftersales.mail_template_authorisation', 'aftersales.sms_template_authorisation'


class AftersalesAskWizard(models.TransientModel):
    """What the customer will be sent, before it is."""
    _name = 'aftersales.ask.wizard'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Ask Customer"

    order_id = fields.Many2one('aftersales.order', required=True, readonly=True)
    currency_id = fields.Many2one(related='order_id.currency_id')
    job_ids = fields.Many2many('aftersales.job', string="Jobs Asked", compute='_compute_question')
    waiting_amount = fields.Monetary(string="To Approve", compute='_compute_question')
    address = fields.Char(string="Goes out to", compute='_compute_question')
    subject = fields.Char(compute='_compute_question')
    body = fields.Html(string="E-mail", compute='_compute_question', sanitize=False)
    sms = fields.Text(string="SMS", compute='_compute_question')

    @api.depends('order_id')
    def _compute_question(self):
        for wizard in self:
            order = wizard.order_id
            wizard.job_ids = order.job_ids.filtered('is_waiting_answer')
            wizard.waiting_amount = sum(wizard.job_ids.mapped('waiting_amount'))
            shown = order._preview_notice(MAIL, SMS) if order else {}
            wizard.update({name: shown.get(name) or False for name in ('address', 'subject', 'body', 'sms')})

    def action_apply(self):
        """Send it, and show the link."""
        self.ensure_one()
        return self.order_id.action_ask_customer()
