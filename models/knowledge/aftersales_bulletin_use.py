from odoo import fields, models
from odoo.exceptions import UserError


class AftersalesBulletinUse(models.Model):
    """At which job an article has helped (M3): what helps often is worth more than what is long."""
    _name = 'aftersales.bulletin.use'
    _inherit = ['aftersales.system.values.mixin']
    _description = "Article That Helped"
    _order = 'date desc, id desc'
    _rec_name = 'bulletin_id'

    bulletin_id = fields.Many2one(
        'aftersales.bulletin', string="Knowledge Article", required=True, index=True, ondelete='restrict')
    job_id = fields.Many2one('aftersales.job', string="Job", required=True, index=True, ondelete='cascade')
    order_id = fields.Many2one(related='job_id.order_id', string="Repair Order", store=True, index='btree_not_null')
    company_id = fields.Many2one(related='job_id.company_id', store=True, index=True)
    user_id = fields.Many2one('res.users', string="Whom It Helped", required=True, index=True, ondelete='restrict')
    date = fields.Datetime(string="Used On", required=True, default=fields.Datetime.now)

    _once = models.UniqueIndex('(bulletin_id, job_id)', "That it helped at this job is noted already.")


class AftersalesBulletin(models.Model):
    _inherit = 'aftersales.bulletin'

    def action_helped(self):
        """It helped at the job it was looked for from (``knowledge_job_id`` in the context)."""
        job = self.env['aftersales.job'].browse(self.env.context.get('knowledge_job_id') or ()).exists()
        if not job:
            raise UserError(self.env._("Look for the article from the job it helped at: the job's button “Look It Up”."))
        self._note_use(job)

    def _note_use(self, job):
        """Note it once for each job."""
        self.check_access('read')
        job.check_access('read')
        self._claim_for_update()
        Use = self.env['aftersales.bulletin.use'].sudo()  # sudo: each notes what helped him
        noted = Use.search([('bulletin_id', 'in', self.ids), ('job_id', '=', job.id)]).bulletin_id
        Use.create([
            {'bulletin_id': article.id, 'job_id': job.id, 'user_id': self.env.uid}
            for article in self if article.id not in noted.ids])
        self.invalidate_recordset(['use_count', 'use_ids'])

    def action_view_uses(self):
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_bulletin_uses')
        return {**action, 'domain': [('bulletin_id', '=', self.id)], 'context': {}}

    def action_view_reads(self):
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_bulletin_reads')
        return {**action, 'domain': [('bulletin_id', '=', self.id)], 'context': {}}
