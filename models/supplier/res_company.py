from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    """From which score on a supplier has which grade, how complete he delivers, and whether he is screened before (H4)."""
    _inherit = 'res.company'

    aftersales_grade_a = fields.Float(string="Suppliers of Grade A From", digits=(5, 1), default=85.0, bounds=(0, 100))
    aftersales_grade_b = fields.Float(string="Suppliers of Grade B From", digits=(5, 1), default=70.0, bounds=(0, 100))
    aftersales_grade_c = fields.Float(
        string="Suppliers of Grade C From", digits=(5, 1), default=60.0, bounds=(0, 100),
        help="Below, it is grade D: a manager approves what is ordered from them.")

    aftersales_fill_running = fields.Float(
        string="Fill Rate: Models Still Made (%)", digits=(5, 1), default=100.0, bounds=(0, 100),
        help="How much of what is expected suppliers deliver at once and good.")
    aftersales_fill_half = fields.Float(
        string="Fill Rate: Models Half Discontinued (%)", digits=(5, 1), default=90.0, bounds=(0, 100))
    aftersales_fill_discontinued = fields.Float(
        string="Fill Rate: Models Discontinued (%)", digits=(5, 1), default=80.0, bounds=(0, 100))
    aftersales_screened_only = fields.Boolean(
        string="Buy of Screened Suppliers Only",
        help="What is ordered from others waits until a manager says why it goes to them all the same.")
    aftersales_certificate_days = fields.Integer(
        string="Suppliers' Certificates Expire Soon", default=60, required=True, bounds=(0, 3650),
        help="So many days before they expire, they are on the list.")

    @api.constrains('aftersales_grade_a', 'aftersales_grade_b', 'aftersales_grade_c')
    def _check_supplier_grades(self):
        for company in self:
            if not company.aftersales_grade_a >= company.aftersales_grade_b >= company.aftersales_grade_c:
                raise ValidationError(self.env._(
                    "%(company)s: grade A needs the highest score, then B, then C.", company=company.name))

    def _get_supplier_grade(self, total):
        self.ensure_one()
        return next((
            grade for grade in ('a', 'b', 'c') if total >= self[f'aftersales_grade_{grade}']), 'd')
