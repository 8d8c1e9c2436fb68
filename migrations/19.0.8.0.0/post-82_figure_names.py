"""A figure of a year is read by the same name as that of a month: names that said a month say none.

Whoever named a figure otherwise keeps that name.
"""
NAMES = {
    'Visits of the Month': ('Number of Visits', '进厂台次'),
    'Sold Hours of the Month': ('Sold Hours', '销售工时'),
    'Appointments of the Month': ('Number of Appointments', '预约数'),
    'Enquiries of the Month': ('Number of Enquiries', '咨询数'),
    'Rescues of the Month': ('Number of Rescues', '救援数'),
    'New Customers of the Month': ('Number of New Customers', '新客户数'),
    'CSI of the Month': ('Customer Satisfaction (CSI)', '客户满意度指数（CSI）'),
    'Complaints of the Month': ('Number of Complaints', '投诉数量'),
    'Incidents of the Month': ('Number of Incidents', '事故数'),
    'Cars Delivered': ('Cars Delivered', '交车台次'),
    'Comebacks Received': ('Comebacks Received', '返修件数'),
}


def migrate(cr, version):
    for old, (english, chinese) in NAMES.items():
        cr.execute("""
            UPDATE aftersales_indicator
               SET name = name || jsonb_build_object('en_US', %(english)s::text)
                       || CASE WHEN name ? 'zh_CN' THEN jsonb_build_object('zh_CN', %(chinese)s::text) ELSE '{}'::jsonb END
             WHERE name ->> 'en_US' = %(old)s
        """, {'english': english, 'chinese': chinese, 'old': old})
