from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.aftersales.models.base.contacts import CHANNELS

FILE = 'aftersales.group_complete_file'


class ResPartner(models.Model):
    """What is known of a customer, block by block (J1); who looks after him, what he does here and what he is to be spoken
    with next stand in files of their own."""
    _inherit = 'res.partner'

    # Of a person.
    aftersales_sex = fields.Selection([('female', "Female"), ('male', "Male")], string="Sex", copy=False, groups=FILE)
    aftersales_birth_date = fields.Date(string="Birth Date", copy=False, groups=FILE)
    aftersales_phone2 = fields.Char(string="Second Phone", copy=False)
    aftersales_channel = fields.Selection(CHANNELS, string="Likes to Be Contacted By", copy=False, groups=FILE)
    aftersales_call_time = fields.Selection([
        ('morning', "In the Morning"), ('noon', "At Noon"), ('afternoon', "In the Afternoon"), ('evening', "In the Evening"),
        ('weekend', "At the Weekend")], string="Best Time", copy=False, groups=FILE)
    # Of a firm.
    aftersales_company_size = fields.Selection([
        ('micro', "Up to 9 People"), ('small', "10 to 49 People"), ('medium', "50 to 249 People"),
        ('large', "250 People and More")], string="Size of the Firm", copy=False, groups=FILE)
    aftersales_representative = fields.Char(string="Legal Representative", copy=False, groups=FILE)
    aftersales_contact_id = fields.Many2one(
        'res.partner', string="Contact Person", index='btree_not_null', copy=False, groups=FILE, ondelete='set null',
        domain="[('parent_id', '=', id)]")
    # What he would like.
    aftersales_service_wish_ids = fields.Many2many(
        'aftersales.customer.tag', 'aftersales_partner_wish_rel', 'partner_id', 'tag_id', string="Services Wished For",
        domain="[('kind', '=', 'wish')]", context={'default_kind': 'wish'}, copy=False, groups=FILE)
    aftersales_service_wish_note = fields.Text(string="Wishes in His Words", copy=False, groups=FILE)
    aftersales_interest_ids = fields.Many2many(
        'aftersales.customer.tag', 'aftersales_partner_interest_rel', 'partner_id', 'tag_id', string="Interests",
        domain="[('kind', '=', 'interest')]", context={'default_kind': 'interest'}, copy=False, groups=FILE)
    aftersales_refusal_ids = fields.One2many(
        'aftersales.file.refusal', 'partner_id', string="Refused Details", readonly=True, groups=FILE)

    # === COMPUTE METHODS ===#

    @api.depends('phone_sanitized')
    def _compute_blacklisted(self):
        """Core keeps what it found of the last number: who refused on his first would be written to for having a second."""
        super()._compute_blacklisted()
        names = self._phone_get_number_fields()
        for partner in self.filtered('phone_sanitized_blacklisted'):
            partner.phone_blacklisted = any(
                partner._phone_format(fname=name) == partner.phone_sanitized for name in names)

    # === CONSTRAINT METHODS ===#

    @api.constrains('aftersales_birth_date')
    def _check_aftersales_birth_date(self):
        today = fields.Date.context_today(self)
        for partner in self.sudo():  # sudo: whoever saves him
            if partner.aftersales_birth_date and partner.aftersales_birth_date > today:
                raise ValidationError(self.env._(
                    "%(customer)s cannot be born on %(day)s. Correct the birth date.", customer=partner.display_name,
                    day=fields.Date.to_string(partner.aftersales_birth_date)))

    # === BUSINESS METHODS ===#

    def _phone_get_number_fields(self):
        """Who calls is found by the second number, too."""
        return [*super()._phone_get_number_fields(), 'aftersales_phone2']
