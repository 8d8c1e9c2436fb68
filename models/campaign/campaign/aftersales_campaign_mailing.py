from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class AftersalesCampaign(models.Model):
    """A designed newsletter about the event by Odoo's Email Marketing, where that is installed (J5)."""
    _inherit = 'aftersales.campaign'

    can_mail = fields.Boolean(compute='_compute_can_mail')

    @api.depends('state')
    def _compute_can_mail(self):
        for campaign in self:
            campaign.can_mail = campaign._has_mailings() and campaign.state in ('approved', 'sending')

    @api.model
    def _has_mailings(self):
        return 'mailing.mailing' in self.env

    def action_create_mailing(self):
        """A draft of a mailing to the invited who may get an e-mail; whoever sends it does so there."""
        self.ensure_one()
        if not self._has_mailings():
            raise UserError(self.env._("This takes the app “Email Marketing”, which is not installed."))
        if self.state not in ('approved', 'sending'):
            raise UserError(self.env._(
                "%(campaign)s: a mailing is made between the approval and the event.", campaign=self.display_name))
        mailing = self.env['mailing.mailing'].create(self._prepare_mailing_vals())
        return {
            'type': 'ir.actions.act_window', 'res_model': 'mailing.mailing', 'res_id': mailing.id, 'view_mode': 'form',
            'views': [(False, 'form')]}

    def _prepare_mailing_vals(self):
        """To customers who do not refuse e-mails of this kind; whom the blacklist names the app leaves out itself."""
        self.ensure_one()
        Partner = self.env['res.partner'].with_company(self.company_id)
        invited = Domain('aftersales_guest_ids', 'any', [
            ('campaign_id', '=', self.id), ('state', 'in', ('listed', 'asked'))])
        return {
            'subject': self.name, 'mailing_type': 'mail', 'user_id': self.env.uid,
            'mailing_model_id': self.env['ir.model']._get_id('res.partner'),
            'mailing_domain': repr(list(invited & ~Domain(Partner._get_plain_refusing_domain('mail', self.kind_id.purpose)))),
            'body_html': self.env['ir.qweb']._render('aftersales.campaign_mailing_body', {'campaign': self})}
