from odoo import fields, models

READERS = 'aftersales.group_user,aftersales.group_keep_agreement'


class ResPartner(models.Model):
    """A customer with a frame agreement (G4)."""
    _inherit = 'res.partner'

    aftersales_agreement_ids = fields.One2many(
        'aftersales.agreement', 'partner_id', string="Frame Agreements", groups=READERS, copy=False)
    aftersales_agreement_count = fields.Integer(compute='_compute_aftersales_agreement_count', groups=READERS)

    def _compute_aftersales_agreement_count(self):
        counts = dict(self.env['aftersales.agreement']._read_group(
            [('partner_id', 'in', self.ids)], ['partner_id'], ['__count']))
        for partner in self:
            partner.aftersales_agreement_count = counts.get(partner._origin, 0)

    def action_view_aftersales_agreements(self):
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_agreements')
        return {
            **action, 'domain': [('partner_id', '=', self.id)],
            'context': {'default_partner_id': self.id, 'search_default_current': 0}}
