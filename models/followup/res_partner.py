from odoo import fields, models

# On which ways a step goes that has one of these.
CHANNELS = {'call': ('call',), 'message': ('mail', 'sms'), 'letter': ('letter',)}


class ResPartner(models.Model):
    """Who refuses is left in peace at once: what waits for him goes another way, or ends (J3)."""
    _inherit = 'res.partner'

    followup_ids = fields.One2many(
        'aftersales.followup', 'partner_id', string="Follow-up", readonly=True, groups='aftersales.group_followup')

    def _on_contact_refused(self, channel, purpose):
        super()._on_contact_refused(channel, purpose)
        # sudo: whoever notes the wish need not see follow-up
        waiting = self.env['aftersales.followup'].sudo().search([
            ('partner_id', 'in', self.ids), ('purpose', '=', purpose), ('state', 'in', ('planned', 'no_answer'))])
        for followup in waiting.filtered(lambda followup: channel in CHANNELS[followup.channel]):
            if all(followup.partner_id._refuses(name, purpose) for name in CHANNELS[followup.channel]):
                followup._go_on('refused')
        self.env['aftersales.followup']._withhold_refused(self)
