import re
from inspect import signature
from pathlib import Path

from odoo.tests import TransactionCase, tagged
from odoo.tools import file_path


class DemoCase(TransactionCase):
    """What the demo shows whoever tries the add-on; the database of the tests is installed with it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shanghai, cls.hangzhou = cls.companies = cls.env['res.company'].concat(*(
            cls.env.ref(f'aftersales.company_{outlet}') for outlet in ('shanghai', 'hangzhou')))
        cls.env = cls.env(context=dict(cls.env.context, allowed_company_ids=cls.companies.ids, active_test=False))


@tagged('post_install', '-at_install')
class TestDemoMoney(DemoCase):
    """faults C2: a Chinese dealer keeps his books in yuan."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.yuan = cls.env.ref('base.CNY')

    def test_books_are_kept_in_yuan(self):
        self.assertEqual(self.companies.currency_id, self.yuan)
        self.assertTrue(self.yuan.active)
        journals = self.env['account.journal'].search([('company_id', 'in', self.companies.ids)])
        self.assertTrue(journals)
        self.assertLessEqual(journals.currency_id, self.yuan)

    def test_everything_of_the_outlets_is_in_yuan(self):
        core = ['product.pricelist', 'account.move', 'account.move.line', 'account.payment', 'purchase.order']
        for name in [*core, *(name for name in self.registry if name.startswith('aftersales.'))]:
            model = self.env[name]
            if {'company_id', 'currency_id'} <= set(model._fields) and not model._abstract and not model._transient:
                records = model.search([('company_id', 'in', self.companies.ids)])
                if name in core or name in ('aftersales.order', 'aftersales.job', 'aftersales.labour.rate'):
                    self.assertTrue(records, name)
                self.assertLessEqual(records.currency_id, self.yuan, name)

    def test_totals_need_no_second_currency(self):
        orders = self.env['aftersales.order'].search([('company_id', 'in', self.companies.ids)])
        for order in orders.filtered('amount_total'):
            totals = order.tax_totals
            self.assertEqual((totals['currency_id'], totals['company_currency_id']), (self.yuan.id, self.yuan.id), order.name)


@tagged('post_install', '-at_install')
class TestDemoLanguage(DemoCase):
    """faults C18: half of the house works in Chinese, and Chinese customers read Chinese."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chinese = cls.env['res.users'].concat(*(
            cls.env.ref(f'aftersales.user_{name}') for name in ('advisor_hangzhou', 'technician', 'parts')))

    def test_three_work_in_chinese(self):
        self.assertTrue(self.env['res.lang']._get_data(code='zh_CN'))
        self.assertEqual(set(self.chinese.mapped('lang')), {'zh_CN'})
        for name in ('advisor', 'manager', 'customer'):
            self.assertEqual(self.env.ref(f'aftersales.user_{name}').lang, 'en_US', "as the README shows it")

    def test_menus_and_screens_are_chinese(self):
        for user in self.chinese:
            env = self.env(user=user, context={'lang': user.lang, 'allowed_company_ids': user.company_id.ids})
            menus = env['ir.ui.menu'].load_menus(False)
            own = menus[self.env.ref('aftersales.menu_root').id]
            self.assertEqual(own['name'], '汽车售后', user.login)
        env = self.env(user=self.chinese[0], context={'lang': 'zh_CN'})
        arch = env['aftersales.order'].get_view(view_type='form')['arch']
        self.assertIn('承诺', arch)
        self.assertEqual(env['ir.model.fields']._get('res.partner', 'phone').field_description, '电话')

    def test_client_and_server_speak_chinese(self):
        for module in ('web', 'mail', 'stock', 'aftersales'):
            messages = self.env['ir.http']._get_translations_for_webclient([module], 'zh_CN')[0][module]['messages']
            self.assertTrue(messages, module)
        self.assertEqual(self.env['ir.model'].with_context(lang='zh_CN')._get('res.partner').name, '联系人')

    def test_customers_read_chinese(self):
        customers = self.env['res.partner'].concat(*(
            self.env.ref(f'aftersales.customer_{number:02}') for number in range(2, 41)))
        self.assertEqual(set(customers.mapped('lang')), {'zh_CN'})
        lines = self.env['aftersales.order.line'].search([
            ('order_id.partner_id', 'in', customers.ids), ('line_type', '=', 'part'),
            ('product_id.categ_id', 'child_of', self.env.ref('aftersales.category_parts').id)])
        self.assertTrue(lines)
        for line in lines:
            words = line.with_context(lang=line.order_id._get_lang())._get_print_name()
            self.assertRegex(words, '[一-鿿]', f"{line.order_id.name}: a part in the customer's language")


@tagged('post_install', '-at_install')
class TestDemoIsQuiet(DemoCase):
    """faults U26: invented customers have addresses and numbers that may be somebody's."""

    def test_nothing_leaves_the_house(self):
        for xmlid in ('mail.ir_cron_mail_scheduler_action', 'sms.ir_cron_sms_scheduler_action'):
            queue = self.env.ref(xmlid)
            self.assertFalse(queue.active, xmlid)
            queue._trigger()
            self.assertFalse(self.env['ir.cron.trigger'].search([('cron_id', '=', queue.id)]), "it stays at rest")

    def test_work_fits_the_car(self):
        """faults C16: a menu that names a brand is sold for cars of that brand."""
        jobs = self.env['aftersales.job'].search([('menu_id', '!=', False), ('company_id', 'in', self.companies.ids)])
        brands = self.env['fleet.vehicle.model.brand'].search([])
        sold = {(job.menu_id.with_context(lang='en_US').name, job.order_id.vehicle_id.model_id.brand_id) for job in jobs}
        appointments = self.env['aftersales.appointment'].search([('company_id', 'in', self.companies.ids)])
        sold |= {
            (menu.with_context(lang='en_US').name, appointment.vehicle_id.model_id.brand_id)
            for appointment in appointments for menu in appointment.menu_ids if appointment.vehicle_id}
        named = {(menu, brand) for menu, brand in sold if any(other.name in menu for other in brands)}
        self.assertTrue(named)
        self.assertFalse({(menu, brand.name) for menu, brand in named if brand.name not in menu})


@tagged('post_install', '-at_install')
class TestDemoCalls(TransactionCase):
    """Rooms share one model for the demo: a method of one must not take the place of another's."""

    def test_what_is_called_needs_no_arguments(self):
        """Whatever the demo's files call is still the method that was meant: of the model, without arguments."""
        demo = self.env['aftersales.demo']
        called = {
            name for path in Path(file_path('aftersales/demo')).rglob('*.xml')
            for name in re.findall(r'<function model="aftersales.demo" name="(\w+)"/>', path.read_text())}
        self.assertGreater(len(called), 20)
        for name in sorted(called):
            method = getattr(demo, name)
            self.assertTrue(getattr(method, '_api_model', False), name)
            signature(method).bind()


@tagged('post_install', '-at_install')
class TestStorePage(TransactionCase):
    """faults C17: the store's page shows what the add-on is, in both languages."""

    def test_pictures_are_there_and_shown(self):
        """faults C17: each picture named is there, each taken is shown in one language or the other, and they are small."""
        folder = Path(file_path('aftersales/static/description'))
        page, readme = (folder / 'index.html').read_text(), (folder.parent.parent / 'README.md').read_text()
        named = set(re.findall(r'src="([\w.]+)"', page)) | set(re.findall(r'static/description/([\w.]+)', readme))
        pictures = {path.name for path in folder.glob('*.png')} - {'icon.png', 'banner.png'}
        self.assertLessEqual(named - {'banner.png', 'icon.png', 'icon.svg'}, pictures)
        scenes = {name.removesuffix('.png').removesuffix('_zh') for name in pictures}
        self.assertEqual(pictures, {f'{scene}{lang}.png' for scene in scenes for lang in ('', '_zh')})
        self.assertFalse([scene for scene in scenes if not {f'{scene}.png', f'{scene}_zh.png'} & named])
        for scene in ('order', 'board', 'booking', 'authorise', 'order_zh', 'authorise_zh'):
            self.assertIn(f'src="{scene}.png"', page)
        manifest = (folder.parent.parent / '__manifest__.py').read_text()
        self.assertIn('static/description/banner.png', manifest)
        self.assertLess(sum(path.stat().st_size for path in folder.glob('*.png')), 2_500_000)
