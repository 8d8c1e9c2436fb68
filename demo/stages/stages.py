from odoo import api, models

# Who looked, at what, what was found, and whether it was put right at once.
SPOTS = [
    ('inspector', 'process', None, False),
    ('inspector', 'tool', "Wheel bolts tightened without the torque wrench: 120 Nm by the method sheet", True),
    ('dispatcher', 'order', None, False),
    ('dispatcher', 'safety', "No cover on the battery's pole while working at the starter", False),
    ('inspector', 'technique', None, False),
]


class AftersalesDemo(models.AbstractModel):
    """Work checked in stages: one job waits for its self-check, one for a colleague; looks at work while it is done (F1)."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_check_stages(self):
        company = self._ref('company_shanghai')
        # A class of its own: the others are every outlet's, and what is done there goes on as it did.
        safety = self.env['aftersales.work.class'].create({
            'name': "Safety work, three-stage check", 'code': 'SAFE', 'guarantee_km': 20000, 'guarantee_days': 100,
            'checklist_id': self._ref('inspection_template_assembly').id, 'needs_self_check': True,
            'needs_cross_check': True, 'needs_review': True})
        self._say_in_chinese({(safety, 'name'): "安全类作业（三检）"})
        waiting = self.env['aftersales.inspection'].search(
            [('company_id', '=', company.id), ('state', '=', 'draft'), ('job_id.technician_id.user_id', '!=', False)],
            order='id', limit=2)
        waiting.job_id.sudo().work_class_id = safety
        waiting.sudo().write({'stage': 'self'})  # sudo: as if they had been finished since the class asks for it
        for inspection in waiting[1:]:
            checked = inspection.with_user(inspection.job_id.technician_id.user_id).with_company(company)
            checked.action_all_ok()
            checked.action_pass()
        jobs = self.env['aftersales.job'].search([('company_id', '=', company.id), ('state', '=', 'doing')], limit=len(SPOTS))
        for job, (login, area, finding, is_corrected) in zip(jobs, SPOTS, strict=False):
            self._as(self.env['aftersales.work.spot'], login, company).create({
                'job_id': job.id, 'area': area, 'result': 'found' if finding else 'ok', 'finding': finding,
                'is_corrected': is_corrected})
        # A recall is done on many cars: the first one is checked before the others pass.
        self.env['aftersales.operation'].search([('code', '=', 'RC01')], limit=1).first_check = 'block'
