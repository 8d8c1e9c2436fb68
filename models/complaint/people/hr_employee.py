from odoo import fields, models


class HrEmployee(models.Model):
    _inherit = 'hr.employee'

    aftersales_base_points = fields.Float(
        string="Base Points", digits=(12, 2), bounds=(0, 1e6), groups='hr.group_hr_user', copy=False,
        help="What part of its unit's loss by complaints is reckoned for this person: these points of all the unit's.")
    aftersales_bonus_base = fields.Monetary(
        string="Bonus Base of a Month", bounds=(0, 1e9), groups='hr.group_hr_user', copy=False,
        help="The performance bonus of a month, of which a part at most is reckoned for losses by complaints.")
    aftersales_has_people_facts = fields.Boolean(
        related='company_id.aftersales_people_facts', string="Has Facts for HR", groups='hr.group_hr_user')
