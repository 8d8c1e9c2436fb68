from odoo import fields, models
from odoo.tools import SQL


class AftersalesStageReport(models.Model):
    """Where faults of work are found: a row for each closed check, by stage, and one for each car that came back.

    The later a fault is found, the dearer: found % = checks that sent the job back / checks x 100. What came back was
    found by the customer; beside it stand the jobs delivered, so that its share is of these.
    """
    _name = 'aftersales.stage.report'
    _description = "Faults of Work by Stage"
    _inherit = ['aftersales.analysis.mixin']
    _newest_field = 'date'
    _auto = False
    _order = 'date desc, id desc'
    _rec_name = 'job_id'

    date = fields.Datetime(readonly=True)
    stage = fields.Selection(
        [('1self', "Self-Check"), ('2cross', "Cross-Check"), ('3final', "Final Inspection"), ('4review', "Second Inspection"),
         ('5after', "After Delivery")], readonly=True)
    job_id = fields.Many2one('aftersales.job', readonly=True)
    order_id = fields.Many2one('aftersales.order', readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet", readonly=True)
    work_class_id = fields.Many2one('aftersales.work.class', string="Class of Work", readonly=True)
    technician_id = fields.Many2one('hr.employee', readonly=True)
    user_id = fields.Many2one('res.users', string="Checked By", readonly=True)
    checked = fields.Integer(string="Checks", readonly=True)
    found = fields.Integer(string="Sent Back", readonly=True)
    found_rate = fields.Float(
        string="Sent Back (%)", readonly=True, aggregator='avg', digits=(5, 1), help="Sent back / checks x 100")

    @property
    def _table_query(self):
        return SQL("""
            SELECT sheet.id * 2 AS id, sheet.date,
                   CASE sheet.stage WHEN 'self' THEN '1self' WHEN 'cross' THEN '2cross' WHEN 'review' THEN '4review'
                                    ELSE '3final' END AS stage,
                   sheet.job_id, sheet.order_id, sheet.company_id, sheet.workshop_id,
                   (SELECT job.work_class_id FROM aftersales_job job WHERE job.id = sheet.job_id) AS work_class_id,
                   (SELECT job.technician_id FROM aftersales_job job WHERE job.id = sheet.job_id) AS technician_id,
                   sheet.user_id, 1 AS checked, (sheet.state = 'fail')::int AS found,
                   CASE WHEN sheet.state = 'fail' THEN 100.0 ELSE 0.0 END AS found_rate
              FROM aftersales_inspection sheet
             WHERE sheet.state IN ('pass', 'fail')
             UNION ALL
            SELECT job.id * 2 + 1, ordered.delivered_date, '5after', job.id, job.order_id, job.company_id, job.workshop_id,
                   job.work_class_id, job.technician_id, NULL, 1, (job.comeback_count > 0)::int,
                   CASE WHEN job.comeback_count > 0 THEN 100.0 ELSE 0.0 END
              FROM aftersales_job job
              JOIN aftersales_order ordered ON ordered.id = job.order_id
             WHERE job.state = 'passed' AND ordered.delivered_date IS NOT NULL
            """)

    def action_open(self):
        job = self[:1].job_id
        return job.action_open() if job else {'type': 'ir.actions.act_window_close'}
