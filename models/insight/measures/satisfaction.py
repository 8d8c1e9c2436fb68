from odoo import api, models

from ..sides import Measure, Side


class AftersalesIndicator(models.Model):
    """What customers say of their visits."""
    _inherit = 'aftersales.indicator'

    @api.model
    def _get_marks(self, span, *domain, value='answers:sum'):
        return Side('aftersales.survey.report', [('row_kind', '=', 'mark'), *domain, *span.within('date')], value)

    @api.model
    def _measure_csi(self, span):
        """The factors' means, each by its weight, as the satisfaction report has it."""
        marks = self._get_marks(span, ('factor_id.kind', '=', 'csi'))
        return Measure(marks._replace(value='csi:avg'), marks, is_mean=True)

    @api.model
    def _measure_satisfied(self, span):
        marks = self._get_marks(span, ('answers', '>', 0))
        return Measure(marks.narrowed(('satisfied', '=', 100)), marks)

    @api.model
    def _measure_nps(self, span):
        marks = self._get_marks(span, ('recommended', '>', 0), value='recommended:sum')
        return Measure(marks._replace(value='nps:sum'), marks)

    @api.model
    def _measure_cured(self, span):
        marks = self._get_marks(span, ('question_id.aftersales_is_cured', '=', True), ('answers', '>', 0))
        return Measure(marks.narrowed(('cured', '=', 100)), marks)

    @api.model
    def _measure_response_rate(self, span):
        asked = Side('aftersales.survey.report', [
            ('row_kind', '=', 'asked'), ('method', '!=', 'third'), ('asked', '>', 0), *span.within('date')], 'asked:sum')
        return Measure(asked.narrowed(('answered_count', '>', 0)), asked)
