from odoo import fields, models

TRIGGERS = [
    ('part', "Same part"), ('campaign', "Same campaign"), ('technician', "Same technician"), ('customer', "Same customer"),
    ('injury', "Somebody was hurt"), ('press', "The press has it"), ('authority', "An authority has it"),
]


class AftersalesComplaintTrigger(models.Model):
    """When complaints are a crisis, as data: so many on the same thing within so many days (K2)."""
    _name = 'aftersales.complaint.trigger'
    _inherit = ['aftersales.setup.mixin']
    _description = "Trigger of a Crisis"
    _order = 'kind, company_id, id'
    _rec_name = 'kind'

    kind = fields.Selection(TRIGGERS, string="Complaints On", required=True)
    company_id = fields.Many2one('res.company', index='btree_not_null', help="Empty: in all companies.")
    cases = fields.Integer(string="Complaints", required=True, default=1, bounds=(1, 1000))
    within_days = fields.Integer(string="Within Days", required=True, default=30, bounds=(1, 3660))

    _kind_uniq = models.UniqueIndex(
        "(kind, COALESCE(company_id, 0)) WHERE active", "This company has a trigger of this kind already.")
    _check_numbers = models.Constraint('CHECK (cases > 0 AND within_days > 0)', "Enter at least one complaint and one day.")

    # === BUSINESS METHODS ===#

    def _get_of(self, company):
        """:return: dict of kind: trigger of the company, its own before the common one"""
        # sudo: when it is a crisis is asked whoever writes a complaint down
        found = self.sudo().search([('company_id', 'in', [company.id, False])])
        return {trigger.kind: trigger for trigger in found.sorted(lambda trigger: bool(trigger.company_id))}
