from dateutil.relativedelta import relativedelta

from odoo import api, models

# outlet, half-years ago, what is judged (system, service, capacity), whether a manager approved it
SCORES = [
    ('shanghai', 1, (70, 65, 80), True), ('shanghai', 0, (85, 80, 80), False), ('hangzhou', 0, (75, 60, 70), False),
]
WHY = {'system': "Certified, audit seen", 'service': "Answers within two days", 'capacity': "Kept up in the season"}


class AftersalesDemo(models.AbstractModel):
    """What the depot was worth in the last half-year, and what it is worth in this one so far (H4)."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_supplier_scores(self):
        supplier = self._ref('supplier_depot')
        for outlet, halves, judged, is_approved in SCORES:
            company = self._ref(f'company_{outlet}')
            Score = self._as(self.env['aftersales.supplier.score'], 'manager', company)
            start = Score._default_period_start() - relativedelta(months=6 * (halves - 1))
            score = Score.create({'partner_id': supplier.id, 'company_id': company.id, 'period_start': start})
            for measure, points in zip(('system', 'service', 'capacity'), judged, strict=True):
                score.line_ids.filtered(lambda line: line.measure == measure).write({  # noqa: B023 - called at once
                    'points': points, 'words': WHY[measure]})
            if is_approved:
                score.action_approve()
