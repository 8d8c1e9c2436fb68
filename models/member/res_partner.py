from odoo import api, fields, models

READERS = 'aftersales.group_benefit'


class ResPartner(models.Model):
    """A member: his level and points with the company one works in; of a contact, his firm's (G3)."""
    _inherit = 'res.partner'

    aftersales_member_ids = fields.One2many(
        'aftersales.member', 'partner_id', string="Memberships", readonly=True, groups=READERS, copy=False)
    aftersales_member_level_id = fields.Many2one(
        'aftersales.member.level', string="Member Level", compute='_compute_aftersales_member', groups=READERS)
    aftersales_loyalty_points = fields.Float(string="Points", compute='_compute_aftersales_member', groups=READERS)

    @api.depends('commercial_partner_id')
    @api.depends_context('company')
    def _compute_aftersales_member(self):
        Member, customers = self.env['aftersales.member'], self.commercial_partner_id._origin
        members, balances = Member._find(self.env.company, customers), Member._fetch_balances(self.env.company, customers)
        for partner in self:
            customer = partner.commercial_partner_id._origin
            member = members.get(customer)
            partner.aftersales_member_level_id = member.level_id.sudo(False) if member else False
            partner.aftersales_loyalty_points = balances.get(customer, 0.0)

    def action_view_aftersales_benefits(self):
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_benefits')
        return {**action, 'domain': [('partner_id', 'child_of', self.commercial_partner_id.id)], 'context': {}}
