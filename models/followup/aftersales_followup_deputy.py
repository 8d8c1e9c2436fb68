from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AftersalesFollowupDeputy(models.Model):
    """Who calls for whom while he is away: the calls move, and come back by themselves when he does (J2)."""
    _name = 'aftersales.followup.deputy'
    _description = "Deputy for Calls"
    _order = 'date_from desc, id desc'
    _rec_name = 'user_id'
    _check_company_auto = True

    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    user_id = fields.Many2one(
        'res.users', string="Away", required=True, index=True, check_company=True, domain="[('share', '=', False)]")
    deputy_id = fields.Many2one(
        'res.users', string="Deputy", required=True, index=True, check_company=True, domain="[('share', '=', False)]")
    date_from = fields.Date(string="From", required=True, default=fields.Date.context_today)
    date_to = fields.Date(string="Until", required=True, default=fields.Date.context_today)

    _period_check = models.Constraint('CHECK(date_to >= date_from)', "The absence ends before it begins. Correct its days.")
    _other_check = models.Constraint('CHECK(deputy_id != user_id)', "Nobody stands in for himself. Choose somebody else.")

    @api.constrains('user_id', 'date_from', 'date_to')
    def _check_overlap(self):
        for deputy in self:
            if self.search_count([
                    ('id', '!=', deputy.id), ('user_id', '=', deputy.user_id.id), ('company_id', '=', deputy.company_id.id),
                    ('date_from', '<=', deputy.date_to), ('date_to', '>=', deputy.date_from)], limit=1):
                raise ValidationError(self.env._(
                    "%(person)s has a deputy within these days already. Change that one.", person=deputy.user_id.name))

    @api.model
    def _get_represented(self, user, day):
        """Whose calls ``user`` makes on ``day`` beside his own."""
        return self.sudo().search([  # sudo: who stands in for whom is told to whoever calls
            ('deputy_id', '=', user.id), ('date_from', '<=', day), ('date_to', '>=', day),
            ('company_id', 'in', self.env.companies.ids)]).user_id
