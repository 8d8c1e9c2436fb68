from odoo import api, fields, models
from odoo.exceptions import ValidationError

READERS = 'aftersales.group_benefit'


class ResPartner(models.Model):
    """A member: his level and points with the company one works in; of a contact, his firm's (G3)."""
    _inherit = 'res.partner'

    aftersales_member_ids = fields.One2many(
        'aftersales.member', 'partner_id', string="Memberships", readonly=True, groups=READERS, copy=False)
    aftersales_member_level_id = fields.Many2one(
        'aftersales.member.level', string="Member Level", compute='_compute_aftersales_member', groups=READERS)
    aftersales_loyalty_points = fields.Float(string="Points", compute='_compute_aftersales_member', groups=READERS)

    aftersales_referred_by_id = fields.Many2one(
        'res.partner', string="Brought By", index='btree_not_null', ondelete='set null', copy=False, groups=READERS,
        help="The customer who sent him to us: he gets a voucher once the first invoice is paid.")
    aftersales_referral_ids = fields.One2many(
        'aftersales.voucher', 'referred_id', string="Vouchers for Bringing Him", readonly=True, copy=False, groups=READERS)

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

    @api.constrains('aftersales_referred_by_id')
    def _check_aftersales_referred_by(self):
        """Nobody brings himself, or who is a customer already."""
        brought = self.sudo().filtered('aftersales_referred_by_id')  # sudo: that there is an invoice is told to nobody else
        invoiced = {partner for partner, in self.env['account.move'].sudo()._read_group([
            ('commercial_partner_id', 'in', brought.commercial_partner_id.ids), ('move_type', '=', 'out_invoice'),
            ('state', '=', 'posted')], ['commercial_partner_id'])} if brought else set()
        for partner in brought:
            if partner.aftersales_referred_by_id.commercial_partner_id == partner.commercial_partner_id:
                raise ValidationError(self.env._("%(customer)s cannot bring himself.", customer=partner.display_name))
            if partner.commercial_partner_id in invoiced:
                raise ValidationError(self.env._(
                    "%(customer)s has an invoice of ours already: he is no new customer.", customer=partner.display_name))

    def action_view_aftersales_benefits(self):
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_benefits')
        return {**action, 'domain': [('partner_id', 'child_of', self.commercial_partner_id.id)], 'context': {}}
