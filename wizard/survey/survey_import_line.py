from odoo import api, fields, models


class AftersalesSurveyImportLine(models.TransientModel):
    _name = 'aftersales.survey.import.line'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Row of a File of Answers"
    _order = 'id'
    _rec_name = 'who'

    import_id = fields.Many2one('aftersales.survey.import', required=True, index=True, ondelete='cascade')
    row_number = fields.Integer(string="Row", aggregator=None)
    who = fields.Char(string="Order, Plate or Phone")
    verdict = fields.Selection(lambda self: self._get_verdicts(), string="Verdict")
    message = fields.Char(string="Remark")

    @api.model
    def _get_verdicts(self):
        wrong, doubled, known = self.env._("Wrong"), self.env._("Doubled"), self.env._("Known")
        return [('wrong', wrong), ('doubled', doubled), ('known', known)]
