from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    aftersales_registration_days = fields.Integer(
        string="Registration within (days)", default=20, required=True, bounds=(1, 366),
        help="A sold car is registered with its maker within so many days of the sale.")
    aftersales_registration_first_days = fields.Integer(
        string="First Reminder after (days)", default=10, required=True, bounds=(0, 366))
    aftersales_registration_last_days = fields.Integer(
        string="Last Reminder after (days)", default=18, required=True, bounds=(0, 366))
    aftersales_warranty_user_id = fields.Many2one(
        'res.users', string="In Charge of Warranty", index='btree_not_null', ondelete='set null',
        domain="[('share', '=', False), ('company_ids', 'in', id)]",
        help="Gets the reminders of registrations and of parts that were issued free. Empty: a claims clerk of the company.")

    # === BUSINESS METHODS ===#

    def _get_warranty_sequence(self, code):
        """Each company counts its own free issues and old parts, by the year and without gaps; made with the first one."""
        self.ensure_one()
        # sudo: numbers are given by the system
        Sequence = self.env['ir.sequence'].sudo()
        sequence = Sequence.search([('code', '=', code), ('company_id', '=', self.id)], limit=1)
        if sequence:
            return sequence
        self.sudo()._claim_for_update()  # two who make the company's first one do not both make it
        prefix, name = self._get_warranty_sequences()[code]
        return Sequence.create({
            'name': name, 'code': code, 'prefix': f'{prefix}/%(range_year)s/', 'padding': 5, 'use_date_range': True,
            'implementation': 'no_gap', 'company_id': self.id})

    def _get_warranty_sequences(self):
        """Prefix and name of each document's sequence; rooms add theirs by ``super()``."""
        return {
            'aftersales.free.issue': ('FI', self.env._("Free issues of %s", self.name)),
            'aftersales.old.part': ('OP', self.env._("Old parts of %s", self.name)),
        }

    def _get_warranty_user(self):
        """Who is reminded: whoever is in charge, else a claims clerk of the company, else the outlet's supervisor."""
        self.ensure_one()
        company = self.sudo()  # sudo: who is in charge is told to whoever causes the task
        clerks = self.env.ref('aftersales.group_claims').sudo().user_ids
        return company.aftersales_warranty_user_id or clerks.filtered(
            lambda user: user.active and not user.share and company in user.company_ids
        )[:1] or company.aftersales_workshop_ids.manager_id[:1] or self.env.ref('base.user_root')
