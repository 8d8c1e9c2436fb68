from odoo import api, fields, models

# Figure: whether less of it is better.
MEASURES = [
    ('satisfied', "Satisfied (%)"), ('service', "Satisfied with the Service (%)"), ('csi', "CSI"), ('nps', "NPS"),
    ('response_rate', "Response Rate (%)"), ('timeliness', "Delivered as First Promised (%)"),
    ('complaint_rate', "Complaints per 100 Visits"), ('answered_in_time', "Complaints Answered in Time (%)"),
    ('return_calls', "Return-Call Rate (%)"),
]
LESS_IS_BETTER = {'complaint_rate'}
# Within so many percent of the target a figure is close to it.
CLOSE = 5.0


class AftersalesSurveyTarget(models.Model):
    """What the house wants to reach in a year: for an outlet, a company or all, with who asks for it (L2)."""
    _name = 'aftersales.survey.target'
    _description = "Target of Satisfaction"
    _inherit = ['aftersales.setup.mixin', 'mail.thread']
    _order = 'measure, target_year desc, company_id, workshop_id, id'
    _rec_name = 'measure'
    _check_company_auto = True

    measure = fields.Selection(
        MEASURES, string="Figure", required=True, tracking=True,
        help="Return-call rate: of visits of cars in warranty, those whose customer answered, or was called at least.")
    value = fields.Float(string="Target", required=True, digits=(6, 1), bounds=(-100, 100), tracking=True)
    target_year = fields.Integer(bounds=(0, 2999), tracking=True, help="0: in every year that has no target of its own.")
    company_id = fields.Many2one(
        'res.company', index='btree_not_null', tracking=True,
        help="Empty: in all companies that have no target of their own.")
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", index='btree_not_null', check_company=True, tracking=True,
        help="Empty: in all outlets that have no target of their own.")
    source = fields.Char(tracking=True, help="Who asks for it: the maker's rules, the plan of the year, the house.")

    _once = models.UniqueIndex(
        '(measure, COALESCE(target_year, 0), COALESCE(company_id, 0), COALESCE(workshop_id, 0)) WHERE active',
        "There is a target for this figure, year and outlet already. Change that one.")
    _year_range = models.Constraint(
        'CHECK (target_year = 0 OR target_year BETWEEN 2000 AND 2999)', "A year has four figures, or is 0 for every year.")

    @api.model
    def _get_targets(self, company, workshop, year):
        """The targets that hold: the outlet's before the company's before everybody's, the year's before every year's.

        :return: dict of figure: target
        """
        # sudo: what is to be reached is no secret
        targets = self.sudo().search([
            ('target_year', 'in', (0, year)), ('company_id', 'in', (False, company.id)),
            ('workshop_id', 'in', (False, workshop.id))])
        near_last = targets.sorted(lambda target: (bool(target.workshop_id), bool(target.company_id), bool(target.target_year)))
        return {target.measure: target.value for target in near_last}

    @api.model
    def _judge(self, measure, value, target):
        """:return: ``met``, ``close`` (within ``CLOSE`` percent of it), ``missed``, or empty where there is no target"""
        if value is None or target is None:
            return ''
        gap = value - target if measure in LESS_IS_BETTER else target - value
        if gap <= 0:
            return 'met'
        return 'close' if gap <= abs(target) * CLOSE / 100 else 'missed'
