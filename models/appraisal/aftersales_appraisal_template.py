from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models


class AftersalesAppraisalTemplate(models.Model):
    """What a post is measured by, with weights and targets: a start that each house makes its own (M4)."""
    _name = 'aftersales.appraisal.template'
    _description = "Performance Template"
    _inherit = ['aftersales.batch.mixin', 'aftersales.log.mixin']
    _order = 'job_id, id'
    _rec_name = 'job_id'
    _rec_names_search = ['job_id']
    _check_company_auto = True

    active = fields.Boolean(default=True)
    job_id = fields.Many2one('hr.job', string="Post", required=True, index=True, ondelete='restrict', check_company=True)
    company_id = fields.Many2one('res.company', index=True, help="Empty: for all companies that have none of their own.")
    cap = fields.Float(
        string="At Most Reached (%)", default=100.0, digits=(5, 1), bounds=(100.0, 200.0), tracking=True,
        help="More than so much of a target counts no more.")
    point_amount = fields.Float(
        string="Amount per Point", digits=(10, 2), bounds=(0.0, 100000.0), tracking=True,
        help="In the company's money; 0: no bonus is reckoned. Payroll takes it from the export.")
    line_ids = fields.One2many('aftersales.appraisal.template.line', 'template_id', string="Indicators", copy=True)
    made_month = fields.Date(string="Sheets Made For", readonly=True, copy=False)

    _one_a_post = models.UniqueIndex(
        '(job_id, COALESCE(company_id, 0)) WHERE active', "There is a template of this post already. Change that one.")

    @api.model
    def _get_of_posts(self, company):
        """:return: dict of post: the template that counts in a company, its own before that of all"""
        templates = self.search([('company_id', 'in', (company.id, False))], limit=500)
        return {template.job_id: template for template in templates.sorted(lambda one: bool(one.company_id))}

    # === CRON METHODS ===#

    @api.model
    def _cron_make_sheets(self, batch_size=100):
        """Each template is committed by itself: of a large house it reads the records of a month of dozens of people."""
        self._work_through(
            ['|', ('made_month', '=', False), ('made_month', '<', self._get_last_month())], '_make_sheets', batch_size,
            together=1)

    @api.model
    def _get_last_month(self):
        """The last month that is over by every company's clock."""
        return (fields.Date.today() - timedelta(days=1)).replace(day=1) - relativedelta(months=1)

    def _make_sheets(self):
        """Sheets of the month that is over for whoever holds the post, in each company where the template counts."""
        month = self._get_last_month()
        companies = self.env['res.company'].sudo().search([], limit=1000)  # sudo: a template of all counts in each
        for template in self.sudo():  # sudo: who holds which post, and the sheets are the system's
            for company in template.company_id or companies:
                sheets = self.env['aftersales.appraisal.sheet'].sudo().with_company(company)
                sheets._make_of_month(company, template, month)
            template.made_month = month


class AftersalesAppraisalTemplateLine(models.Model):
    """One indicator of a post: how much it weighs and what is asked for."""
    _name = 'aftersales.appraisal.template.line'
    _description = "Indicator of a Post"
    _order = 'template_id.id, sequence, id'
    _rec_name = 'indicator_id'

    template_id = fields.Many2one('aftersales.appraisal.template', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='template_id.company_id', store=True, index=True, precompute=True)
    sequence = fields.Integer(default=10)
    indicator_id = fields.Many2one(
        'aftersales.appraisal.indicator', string="Indicator", required=True, index=True, ondelete='restrict')
    measure = fields.Selection(related='indicator_id.measure')
    weight = fields.Float(required=True, default=10.0, digits=(5, 1), bounds=(0.0, 100.0))
    target = fields.Float(
        required=True, digits=(12, 2), bounds=(0.0, 1e9),
        help="0 where more is better: no target is set, and the indicator counts neither for nor against anybody.")
    better = fields.Selection(related='indicator_id.better')

    _one_of_each = models.UniqueIndex('(template_id, indicator_id)', "This indicator is in the template already.")
