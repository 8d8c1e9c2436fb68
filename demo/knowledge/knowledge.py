from datetime import timedelta

from odoo import Command, api, fields, models

from .articles import ARTICLES


class AftersalesDemo(models.AbstractModel):
    """What the dealership knows: articles in both languages, one that all technicians must read, one that nobody has looked
    at for a year, a draft; hard cases open, late and solved; what was asked and not found (M3).
    """
    _inherit = 'aftersales.demo'

    @api.model
    def _load_knowledge(self):
        company = self._ref('company_shanghai')
        articles = self._load_articles(company)
        articles['hv_charge'].reader_group_ids = self.env.ref('aftersales.group_technician')
        articles['squeal'].sudo().looked_at_date = fields.Date.context_today(self) - timedelta(days=400)
        self._as(self.env['aftersales.bulletin'], 'technician', company).create({
            'title': "Wiper linkage creaks", 'kind': 'tip', 'symptom': "Wipers creak on the way back.",
            'remedy': "Grease the linkage at both joints; do not renew the motor."})
        self._load_hard_cases(company, articles)

    def _load_articles(self, company):
        articles, languages = {}, dict(self.env['res.lang'].get_installed())
        author = self._as(self.env['aftersales.bulletin'], 'trainer', company)
        for key, (kind, codes, written) in ARTICLES.items():
            article = author.with_context(lang='en_US').create({
                'kind': kind, 'codes': codes, **self._get_words_of(written, 'en_US')})
            if 'zh_CN' in languages:
                article.with_context(lang='zh_CN').write(self._get_words_of(written, 'zh_CN'))
            article.action_publish()
            articles[key] = article
        return articles

    def _get_words_of(self, written, lang):
        return dict(zip(('title', 'symptom', 'cause', 'remedy'), written[lang], strict=True))

    def _load_hard_cases(self, company, articles):
        jobs = self.env['aftersales.job'].search(
            [('company_id', '=', company.id), ('state', 'in', ('doing', 'done', 'passed'))], order='id desc', limit=3)
        Case = self._as(self.env['aftersales.hard.case'], 'technician', company)
        today = fields.Date.context_today(self)
        for job, days, subject in zip(jobs, (3, 12, 30), (
                "Loses power on the motorway, no code", "Alarm at night, about once a week",
                "Hums at 62 km/h, changes with the load"), strict=False):
            case = Case.create({
                'job_id': job.id, 'subject': subject, 'date': today - timedelta(days=days),
                'step_ids': [Command.create({
                    'idea': "Wiring", 'test': "Looms moved while it ran", 'result': "No change",
                    'date': today - timedelta(days=days)})]})
        if jobs:
            case.write({'cause': "Bearing of the differential", 'solution': "Bearing renewed, preload set anew"})
            case.action_solve()
            case.action_make_article()
            articles['chain']._note_use(jobs[0])
        Finder = self._as(self.env['aftersales.knowledge.finder'], 'technician', company)
        Finder.create([{'question': "Rear camera stays black"}, {'question': "rattles when cold"}])
