from datetime import timedelta

from odoo import api, fields, models

# criterion: how it was judged, what shows it
JUDGED = {
    '1.2': ('half', "Two of three advisors have their certificate"),
    '2.4': ('half', "Promised times kept in 82 of 100 orders"),
    '3.2': ('full', "All complaints of the half-year answered"),
}


class AftersalesDemo(models.AbstractModel):
    """An outlet assessed by GB/T 27922, another one by the handbook's areas, and the certificate of the group."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_standards(self):
        company = self._ref('company_shanghai')
        goods, eleven = self._ref('standard_gbt27922'), self._ref('standard_eleven')
        self._as(goods | eleven, 'manager', company).action_use()
        today = fields.Date.context_today(self)
        audit = self._start_audit(goods, 'shanghai', 'inspector', today - timedelta(days=20))
        for line in audit.line_ids:
            grade, evidence = JUDGED.get(line.code, ('full', "Seen on the round"))
            line.write({'grade': grade, 'evidence': evidence})
        line = audit.line_ids.filtered(lambda line: line.code == '1.2')
        line.write({
            'severity': 'minor', 'finding': "One advisor works without the certificate",
            'user_id': self._ref('user_dispatcher').id})
        audit.summary = "Well organised; the promised times are the weak side."
        audit.action_finish()
        self._as(audit, 'manager', company).action_approve()
        self._start_audit(eleven, 'shanghai', 'inspector', today)
        self._as(self.env['aftersales.standard.certificate'], 'manager', company).create({
            'number': '27922-2024-0815', 'body': "Certification Centre", 'company_id': company.id,
            'standard_id': goods.id, 'level_id': self._ref('standard_gbt27922_level_2').id,
            'issue_date': today - timedelta(days=220), 'user_id': self._ref('user_manager').id, 'people_count': 46,
            'outlet_count': 1, 'scope': "After-sales service of passenger cars"})

    def _start_audit(self, standard, outlet, login, day):
        company = self._ref(f'company_{outlet}')
        audit = self._as(self.env['aftersales.audit'], login, company).create({
            'standard_id': standard.id, 'workshop_id': self._ref(f'workshop_{outlet}').id, 'date': day})
        audit.action_start()
        return audit
