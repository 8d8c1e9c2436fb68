import csv

from odoo.tests import tagged
from odoo.tools import file_open

from odoo.addons.aftersales.demo.knowledge.articles import ARTICLES
from odoo.addons.aftersales.tests.common import AftersalesCommon

FIRST = 3


@tagged('post_install', '-at_install')
class TestKnowledgeSearch(AftersalesCommon):
    """M3: questions in both languages, each with the article that has to be among the first three."""
    with_outlet = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.lang']._activate_lang('zh_CN')
        Article = cls.env['aftersales.bulletin'].with_user(cls.user_trainer)
        Article.sudo().search([('state', '=', 'published')])._write({'state': 'withdrawn'})
        cls.articles = {}
        for key, (kind, codes, written) in ARTICLES.items():
            names = ('title', 'symptom', 'cause', 'remedy')
            article = Article.with_context(lang='en_US').create({
                'kind': kind, 'codes': codes, **dict(zip(names, written['en_US'], strict=True))})
            article.with_context(lang='zh_CN').write(dict(zip(names, written['zh_CN'], strict=True)))
            cls.articles[key] = article
        Article.concat(*cls.articles.values()).action_publish()

    def _find(self, question, **kwargs):
        return [article for article, *__ in self.env['aftersales.bulletin'].with_user(
            self.user_technician)._find(question, **kwargs)]

    def test_questions(self):
        with file_open('aftersales/tests/knowledge/questions.csv') as file:
            rows = list(csv.DictReader(file))
        self.assertGreaterEqual(len(rows), 30)
        self.assertEqual({row['article'] for row in rows}, set(ARTICLES), "each article is asked for")
        missed = {}
        for row in rows:
            found = self._find(row['question'])
            if self.articles[row['article']] not in found[:FIRST]:
                missed[row['question']] = [article.title for article in found[:FIRST]]
        self.assertFalse(missed)

    def test_what_nobody_wrote_about(self):
        """A question without an answer finds little rather than anything."""
        for question in ("后备箱电动撑杆", "navigation map update", "?", ""):
            self.assertFalse(self._find(question), question)

    def test_either_language(self):
        """Chinese signs without spaces, and words that mean the same in another language."""
        self.assertEqual(self._find("发动机异响")[0], self.articles['chain'])
        only = self.env['aftersales.bulletin'].with_user(self.user_trainer).create({
            'title': "Fuel cap sticks", 'symptom': "The flap does not open", 'remedy': "Grease the pin"})
        only.action_publish()
        self.assertNotIn(only, self._find("油箱盖打不开"))
        self.env['aftersales.knowledge.word'].with_user(self.user_trainer).create({'name': "fuel cap, 油箱盖"})
        self.assertEqual(self._find("油箱盖打不开")[0], only)

    def test_model_and_code(self):
        """What is written for another model is left out; a code of the car counts more than words."""
        squeal, judder = self.articles['squeal'], self.articles['judder']
        written = squeal.with_user(self.user_trainer)
        written.action_withdraw()
        written.action_reopen()
        written.model_ids = self.model_b
        written.action_publish()
        self.assertNotIn(squeal, self._find("刹车", model=self.model_a))
        self.assertIn(judder, self._find("刹车", model=self.model_a))
        self.assertEqual(self._find("刹车", model=self.model_b)[0], squeal)
        self.assertEqual(self._find("刹车", codes=['P17BF'])[0], self.articles['dsg'])

    def test_signs_that_could_be_code(self):
        """Whatever is typed is words, never a query."""
        for question in ("' | 'a", "\\", "a:* & !b", "%", "x" * 3000, "\x00刹车", "𠮷🚗"):
            self._find(question)

    def test_search_box(self):
        found = self.env['aftersales.bulletin'].with_user(self.user_technician).search([('question', 'ilike', "空调异味")])
        self.assertIn(self.articles['aircon_smell'], found)

    def test_queries(self):
        Article = self.env['aftersales.bulletin'].with_user(self.user_technician)
        Article._find("发动机异响")
        self.assertFlat(Article._find, "响", "发动机异响 刹车 空调 抖动 漏水 engine brake noise", slack=1)
        vals = [{'title': f"Tip {number}", 'remedy': "Grease it"} for number in range(21)]
        Written = self.env['aftersales.bulletin'].with_user(self.user_trainer)
        one, many = Written.create(vals[:1]), Written.create(vals[1:])
        self.assertFlat(lambda articles: articles.sudo()._compute_words(), one, many, slack=2)
