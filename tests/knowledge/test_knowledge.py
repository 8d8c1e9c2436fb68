from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


@tagged('post_install', '-at_install')
class TestKnowledge(OrderCommon):
    """M3: an article from the technician's draft to the one that everybody has read, and the one that replaces it."""

    def _write(self, user=None, **vals):
        return self.env['aftersales.bulletin'].with_user(user or self.user_technician).create({
            'title': "Bonnet creaks", 'symptom': "It creaks over bumps", 'remedy': "Grease the hinge", **vals})

    def _publish(self, **vals):
        article = self._write(**vals)
        article.with_user(self.user_trainer).action_publish()
        return article

    def test_life(self):
        article = self._write(codes="b1000，B1000, c2")
        self.assertEqual((article.state, article.codes), ('draft', 'B1000, C2'))
        self.assertTrue(article.name.startswith('KB/'))
        with self.assertRaises(AccessError):
            article.action_publish()
        article.remedy = False
        with self.assertRaisesRegex(UserError, "write down what to do"):
            article.with_user(self.user_trainer).action_publish()
        article.remedy = "Grease it"
        article.with_user(self.user_trainer).action_publish()
        self.assertEqual(article.checker_id, self.user_trainer)
        with self.assertRaisesRegex(UserError, "Make a new version"):
            article.with_user(self.user_trainer).remedy = "Other"
        with self.assertRaisesRegex(UserError, "Make a new version"):
            article.with_user(self.user_trainer).update_field_translations('remedy', {'en_US': {"Grease it": "Oil it"}})
        article.keywords = "hinge"

    def test_only_its_author_writes_a_draft(self):
        article = self._write()
        with self.assertRaisesRegex(AccessError, "was written by"):
            article.with_user(self.user_advisor).remedy = "Other"
        article.with_user(self.user_trainer).remedy = "Better"
        with self.assertRaises(AccessError):
            article.with_user(self.user_trainer).version = 7
        with self.assertRaises(UserError):
            article.with_user(self.user_manager).unlink()

    def test_new_version(self):
        article = self._publish()
        draft = self.env['aftersales.bulletin'].browse(article.with_user(self.user_advisor).action_new_version()['res_id'])
        again = article.with_user(self.user_technician).action_new_version()['res_id']
        self.assertEqual((draft.id, draft.version, draft.replaces_id, draft.title), (again, 2, article, article.title))
        draft.with_user(self.user_advisor).remedy = "Renew the hinge"
        draft.with_user(self.user_trainer).action_publish()
        self.assertEqual((article.state, draft.state), ('replaced', 'published'))
        with self.assertRaisesRegex(UserError, "only what is in force"):
            article.with_user(self.user_trainer).action_new_version()

    def test_read(self):
        """Whoever has the role confirms, once; nobody for another."""
        article = self._publish()
        Article = self.env['aftersales.bulletin']
        article.with_user(self.user_trainer).reader_group_ids = self.env.ref('aftersales.group_technician')
        mine = article.with_user(self.user_technician)
        self.assertTrue(mine.is_to_read)
        self.assertIn(article, Article.with_user(self.user_technician).search([('is_to_read', '=', True)]))
        self.assertNotIn(article, Article.with_user(self.user_parts).search([('is_to_read', '=', True)]))
        self.assertIn(self.user_technician, article.with_user(self.user_trainer).missing_user_ids)
        mine.action_confirm_read()
        mine.action_confirm_read()
        self.assertEqual(article.reading_ids.user_id, self.user_technician)
        self.assertFalse(mine.is_to_read)
        self.assertNotIn(article, Article.with_user(self.user_technician).search([('is_to_read', '=', True)]))
        self.assertIn(article, Article.with_user(self.user_technician).search([('is_to_read', '=', False)]))
        self.env.invalidate_all()
        self.assertNotIn(self.user_technician, article.with_user(self.user_trainer).missing_user_ids)
        for operation in (
                lambda: self.env['aftersales.bulletin.read'].with_user(self.user_technician).create({
                    'bulletin_id': article.id, 'user_id': self.user_parts.id}),
                article.reading_ids.with_user(self.user_manager).unlink):
            with self.assertRaises(UserError):
                operation()

    def test_stale(self):
        article = self._publish()
        self.assertFalse(article.is_stale)
        article.sudo().looked_at_date = fields.Date.today() - timedelta(days=366)
        self.assertIn(article, self.env['aftersales.bulletin'].search([('is_stale', '=', True)]))
        with self.assertRaises(AccessError):
            article.action_still_right()
        article.with_user(self.user_trainer).action_still_right()
        self.assertFalse(article.is_stale)

    def test_wrong_years(self):
        for years in ((2020, 2010), (1800, 0)):
            with self.assertRaisesRegex(ValidationError, "model years"):
                self._write(year_from=years[0], year_to=years[1])

    def test_valid(self):
        """Out of its time it is not found."""
        article, Article = self._publish(), self.env['aftersales.bulletin']
        self.assertIn(article, [hit[0] for hit in Article._find("bonnet creaks")])
        article.with_user(self.user_trainer).valid_to = fields.Date.today() - timedelta(days=1)
        self.assertNotIn(article, [hit[0] for hit in Article._find("bonnet creaks")])

    def test_from_the_job(self):
        """The technician looks it up from his job, and says that it helped; what is not found is kept."""
        job = self._receive_approved().job_ids[:1]
        job.sudo().concern = "Bonnet creaks over bumps"
        article = self._publish(model_ids=[Command.link(job.vehicle_id.model_id.id)])
        other = self._publish(title="Bonnet creaks", model_ids=[Command.link(self.model_b.id)])
        action = job.with_user(self.user_technician).action_look_up()
        with Form(self.env[action['res_model']].with_user(self.user_technician).with_context(**action['context'])) as form:
            self.assertEqual(form.question, "Bonnet creaks over bumps")
            finder = form.save()
        self.assertIn(article, finder.line_ids.bulletin_id)
        self.assertNotIn(other, finder.line_ids.bulletin_id)
        line = finder.line_ids.filtered(lambda line: line.bulletin_id == article)
        self.assertIn("this model", line.found_by)
        line.action_helped()
        line.action_helped()
        self.assertEqual((article.use_count, article.use_ids.job_id), (1, job))
        finder.write({'question': "zebra stripes", 'codes': False})
        self.assertFalse(finder.line_ids)
        asked = self.env['aftersales.knowledge.search'].with_user(self.user_trainer).search([('job_id', '=', job.id)])
        self.assertEqual([(search.question, search.is_missing) for search in asked], [
            ("zebra stripes", True), ("Bonnet creaks over bumps", False)])
        with self.assertRaisesRegex(UserError, "from the job"):
            article.action_helped()

    def test_other_company(self):
        other = self.env['res.company'].create({'name': "Elsewhere"})
        article = self._publish()
        article.sudo()._write({'company_id': other.id})
        article.invalidate_recordset()
        self.assertFalse(self.env['aftersales.bulletin'].with_user(self.user_technician)._find("bonnet creaks"))
